package io.kehu.loyalty.earning;

import io.kehu.loyalty.referral.PurchaseSource;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What was bought, for referrals: of purchases that were looked at, whether they earned anything or not. */
@Repository
class PurchasesOfReferees implements PurchaseSource {

    private final JdbcClient jdbc;

    PurchasesOfReferees(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean hasAny(Collection<String> numbers) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM earning_basis WHERE number = ANY (:numbers))")
                .param("numbers", numbers.toArray(String[]::new))
                .query(Boolean.class)
                .single();
    }

    @Override
    public Optional<UUID> first(Collection<String> numbers, long leastMinor, Instant until) {
        return jdbc.sql("""
                        SELECT purchase_id FROM earning_basis
                        WHERE number = ANY (:numbers) AND occurred_at <= :until::timestamptz
                            AND amount_minor - refunded_minor >= :least
                        ORDER BY occurred_at, purchase_id LIMIT 1
                        """)
                .param("numbers", numbers.toArray(String[]::new))
                .param("until", until.toString())
                .param("least", leastMinor)
                .query(UUID.class)
                .optional();
    }

    @Override
    public long netMinor(UUID purchaseId) {
        return jdbc.sql("SELECT amount_minor - refunded_minor FROM earning_basis WHERE purchase_id = :id")
                .param("id", purchaseId)
                .query(Long.class)
                .single();
    }
}
