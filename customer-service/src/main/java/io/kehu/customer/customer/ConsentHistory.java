package io.kehu.customer.customer;

import io.kehu.starter.protection.key.Column;
import io.kehu.starter.protection.key.PersonalData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What customers said about being reached, with who recorded it and what proves it: what stands, and all there ever was. */
@Repository
public class ConsentHistory {

    static final Column EVIDENCE = new Column("consent", "evidence");

    private final JdbcClient jdbc;
    private final PersonalData personalData;

    ConsentHistory(JdbcClient jdbc, PersonalData personalData) {
        this.jdbc = jdbc;
        this.personalData = personalData;
    }

    /** What became of a word. */
    public enum State {
        GRANTED,
        WITHDRAWN,
        /** Taken back with the import or the merge that had brought it. */
        UNSAID
    }

    /**
     * A word.
     *
     * @param id order in which words were recorded
     * @param number under which it was said; another one than the customer's after a merge
     * @param source a {@link Source}, or MERGE for a no that came from a number that was given up
     * @param at when it was said
     * @param actor who recorded it; null for what is older than this record of it
     * @param notice version of the text the customer was shown
     * @param evidence where the proof is; null where there is none, or where the customer was erased
     */
    public record Entry(
            long id,
            CustomerNumber number,
            Consent.Channel channel,
            Consent.Purpose purpose,
            State state,
            String source,
            Instant at,
            Instant recordedAt,
            @Nullable String actor,
            @Nullable String notice,
            @Nullable String evidence) {}

    /** What stands, by channel and purpose. */
    public List<Entry> standing(CustomerNumber number) {
        PersonalData.Vault vault = personalData.open(List.of(number.value()));
        return jdbc.sql("""
                        SELECT 0 AS id, number, channel, purpose, state, source, at, at AS recorded_at, actor, notice, evidence
                        FROM consent WHERE number = :number ORDER BY channel, purpose
                        """)
                .param("number", number.value())
                .query((row, index) -> entry(row, vault))
                .list();
    }

    /** All words under all numbers that stand for the customer, as they were recorded, the last one first. */
    public List<Entry> list(CustomerNumber number, @Nullable Long before, int limit) {
        List<String> family = jdbc.sql("SELECT unnest(number_family(:number))")
                .param("number", number.value())
                .query(String.class)
                .list();
        PersonalData.Vault vault = personalData.open(family);
        return jdbc.sql("""
                        SELECT entry.* FROM unnest(:family) AS filed (under)
                        CROSS JOIN LATERAL (
                            SELECT id, number, channel, purpose, state, source, at, recorded_at, actor, notice, evidence
                            FROM consent_event
                            WHERE number = filed.under AND (:before::bigint IS NULL OR id < :before)
                            ORDER BY id DESC LIMIT :limit
                        ) AS entry
                        ORDER BY id DESC LIMIT :limit
                        """)
                .param("family", family.toArray(String[]::new))
                .param("before", before)
                .param("limit", limit)
                .query((row, index) -> entry(row, vault))
                .list();
    }

    private static Entry entry(ResultSet row, PersonalData.Vault vault) throws SQLException {
        String number = row.getString("number");
        byte[] evidence = row.getBytes("evidence");
        return new Entry(
                row.getLong("id"),
                new CustomerNumber(number),
                Consent.Channel.valueOf(row.getString("channel")),
                Consent.Purpose.valueOf(row.getString("purpose")),
                State.valueOf(row.getString("state")),
                row.getString("source"),
                row.getTimestamp("at").toInstant(),
                row.getTimestamp("recorded_at").toInstant(),
                row.getString("actor"),
                row.getString("notice"),
                evidence == null || !vault.holds(number) ? null : vault.open(number, EVIDENCE, evidence));
    }
}
