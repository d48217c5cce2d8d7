package io.kehu.customer.purchase;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A purchase of a known customer, ready to be stored. */
record Purchase(
        UUID id,
        String number,
        Channel channel,
        String orderNo,
        @Nullable String store,
        Instant occurredAt,
        String currency,
        List<Line> lines) {

    /** One position. */
    record Line(int lineNo, String product, String category, BigDecimal quantity, long amountMinor) {}

    Purchase {
        lines = List.copyOf(lines);
    }

    static Purchase of(UUID id, String number, PurchaseBody body) {
        List<Line> lines = new ArrayList<>();
        for (PurchaseBody.Line line : body.lines()) {
            lines.add(new Line(
                    line.lineNo() == null ? lines.size() + 1 : line.lineNo(),
                    line.product().strip(),
                    line.category() == null ? "" : line.category().strip(),
                    line.quantity(),
                    line.amountMinor()));
        }
        return new Purchase(
                id,
                number,
                body.channel(),
                body.orderNo().strip(),
                body.store(),
                body.occurredAt(),
                body.currency(),
                lines);
    }

    long amountMinor() {
        return lines.stream().mapToLong(Line::amountMinor).sum();
    }

    /** Tells whether a repeated deal is the same one. The customer is not part of it: a merge may have changed the number. */
    byte[] contentHash() {
        StringBuilder text = new StringBuilder();
        text.append(occurredAt).append('|').append(currency);
        for (Line line : lines) {
            text.append('|')
                    .append(line.lineNo())
                    .append('~')
                    .append(line.product())
                    .append('~')
                    .append(line.quantity().stripTrailingZeros().toPlainString())
                    .append('~')
                    .append(line.amountMinor());
        }
        return sha256(text.toString());
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
