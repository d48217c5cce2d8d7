package io.kehu.local.demo;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened at a till, as the shop's file tells it. */
sealed interface Deal {

    String channel();

    String no();

    List<Line> lines();

    /**
     * A position of a deal.
     *
     * @param lineNo in the order
     * @param amountMinor in minor units of the currency
     * @param fileLines where the file says so, from 1
     */
    record Line(
            int lineNo,
            String product,
            @Nullable String category,
            BigDecimal quantity,
            long amountMinor,
            List<Integer> fileLines) {}

    /** @param buyer the customer's id at the shop; missing for strangers */
    record Sale(
            String channel,
            String no,
            @Nullable String store,
            @Nullable String buyer,
            Instant occurredAt,
            String currency,
            List<Line> lines)
            implements Deal {

        long amountMinor() {
            return lines.stream().mapToLong(Line::amountMinor).sum();
        }
    }

    /** @param orderNo of the sale, or a name no sale has when nobody knows which it was */
    record Return(String channel, String no, String orderNo, Instant occurredAt, List<Line> lines) implements Deal {

        long amountMinor() {
            return lines.stream().mapToLong(Line::amountMinor).sum();
        }
    }
}
