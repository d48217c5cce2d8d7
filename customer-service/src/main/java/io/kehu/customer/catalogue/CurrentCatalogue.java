package io.kehu.customer.catalogue;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The catalogue at hand: read anew only when the token in {@code catalogue_state} says that it changed. Who writes values holds a shared
 * lock, who changes definitions an exclusive one, so that no value is stored by rules that no longer hold.
 */
@Component
class CurrentCatalogue {

    private static final long RECENT_NANOS = 1_000_000_000;
    private static final long LOCK = 0x6b65_6875_6361_7461L;

    private final JdbcClient jdbc;
    private final CustomFieldTable fields;
    private final Dictionaries dictionaries;
    private volatile @Nullable Known known;

    CurrentCatalogue(JdbcClient jdbc, CustomFieldTable fields, Dictionaries dictionaries) {
        this.jdbc = jdbc;
        this.fields = fields;
        this.dictionaries = dictionaries;
    }

    private record Known(UUID version, Catalogue catalogue, long askedAtNanos) {}

    Catalogue get() {
        UUID version = jdbc.sql("SELECT version FROM catalogue_state")
                .query(UUID.class)
                .single();
        Known at = known;
        Catalogue catalogue = at != null && at.version().equals(version)
                ? at.catalogue()
                : new Catalogue(fields.all(), dictionaries.all());
        known = new Known(version, catalogue, System.nanoTime());
        return catalogue;
    }

    /** As it was a second ago at most: for many rows in a row, which are looked at again under the lock before they are written. */
    Catalogue recent() {
        Known at = known;
        return at != null && System.nanoTime() - at.askedAtNanos() < RECENT_NANOS ? at.catalogue() : get();
    }

    /** Definitions stay as they are until the end of the transaction. */
    void lockToUse() {
        jdbc.sql("SELECT pg_advisory_xact_lock_shared(:lock)")
                .param("lock", LOCK)
                .query(row -> {});
    }

    /** Nobody writes values or definitions until the end of the transaction. */
    void lockToDefine() {
        jdbc.sql("SELECT pg_advisory_xact_lock(:lock)").param("lock", LOCK).query(row -> {});
    }

    void changed() {
        jdbc.sql("UPDATE catalogue_state SET version = gen_random_uuid()").update();
    }
}
