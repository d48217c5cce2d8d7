package io.kehu.identity.reference;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code reference}. */
@Repository
class References {

    private final JdbcClient jdbc;

    References(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Puts references that do not exist; those that do stay as they are. */
    void putMissing(List<ExternalId> ids, List<String> numbers, String createdBy) {
        jdbc.sql("""
                        INSERT INTO reference (system, external_id_hash, external_id_check, number, created_by)
                        SELECT system, hash, chk, number, :createdBy
                        FROM unnest(:systems, :hashes, :checks, :numbers) AS new (system, hash, chk, number)
                        ON CONFLICT DO NOTHING
                        """)
                .param("systems", ids.stream().map(ExternalId::system).toArray(String[]::new))
                .param("hashes", ids.stream().mapToLong(ExternalId::hash).toArray())
                .param("checks", ids.stream().mapToLong(ExternalId::check).toArray())
                .param("numbers", numbers.toArray(String[]::new))
                .param("createdBy", createdBy)
                .update();
    }

    Map<ExternalId, String> find(List<ExternalId> ids) {
        Map<ExternalId, String> found = new HashMap<>();
        jdbc.sql("""
                        SELECT r.system, r.external_id_hash, r.external_id_check, r.number
                        FROM unnest(:systems, :hashes, :checks) AS wanted (system, hash, chk)
                        JOIN reference r ON r.system = wanted.system
                            AND r.external_id_hash = wanted.hash AND r.external_id_check = wanted.chk
                        """)
                .param("systems", ids.stream().map(ExternalId::system).toArray(String[]::new))
                .param("hashes", ids.stream().mapToLong(ExternalId::hash).toArray())
                .param("checks", ids.stream().mapToLong(ExternalId::check).toArray())
                .query(row -> {
                    found.put(
                            new ExternalId(
                                    row.getString("system"),
                                    row.getLong("external_id_hash"),
                                    row.getLong("external_id_check")),
                            row.getString("number"));
                });
        return found;
    }
}
