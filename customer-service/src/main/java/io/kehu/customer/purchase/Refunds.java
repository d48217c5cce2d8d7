package io.kehu.customer.purchase;

import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code refund}. */
@Repository
class Refunds {

    private final JdbcClient jdbc;

    Refunds(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A stored refund. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
    record Stored(UUID id, String number, byte[] contentHash) {

        boolean isSameAs(byte[] hash) {
            return Arrays.equals(contentHash, hash);
        }
    }

    Optional<Stored> find(Channel channel, String refundNo) {
        return jdbc.sql(
                        "SELECT id, number, content_hash FROM refund WHERE channel = :channel AND refund_no = :refundNo")
                .param("channel", channel.name())
                .param("refundNo", refundNo)
                .query((row, index) -> new Stored(
                        row.getObject("id", UUID.class), row.getString("number"), row.getBytes("content_hash")))
                .optional();
    }

    /** @return false when the natural key is taken */
    boolean insert(UUID id, RefundBody refund, UUID purchaseId, String number, long amountMinor, byte[] contentHash) {
        return jdbc.sql("""
                        INSERT INTO refund
                            (id, channel, refund_no, purchase_id, number, occurred_at, amount_minor, content_hash)
                        VALUES (:id, :channel, :refundNo, :purchaseId, :number, :at::timestamptz, :amount, :hash)
                        ON CONFLICT (channel, refund_no) DO NOTHING
                        """)
                        .param("id", id)
                        .param("channel", refund.channel().name())
                        .param("refundNo", refund.refundNo().strip())
                        .param("purchaseId", purchaseId)
                        .param("number", number)
                        .param("at", refund.occurredAt().toString())
                        .param("amount", amountMinor)
                        .param("hash", contentHash)
                        .update()
                == 1;
    }

    /** Refunds of a purchase so far. */
    int count(UUID purchaseId) {
        return jdbc.sql("SELECT count(*) FROM refund WHERE purchase_id = :purchaseId")
                .param("purchaseId", purchaseId)
                .query(Integer.class)
                .single();
    }
}
