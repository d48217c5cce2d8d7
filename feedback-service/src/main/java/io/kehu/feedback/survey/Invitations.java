package io.kehu.feedback.survey;

import io.kehu.feedback.CustomerNumber;
import io.kehu.feedback.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables {@code invitation} and {@code contact_pressure}. */
@Repository
class Invitations {

    private static final String SELECT = "SELECT *, living_number(customer_number) AS living FROM invitation ";

    private final JdbcClient jdbc;

    Invitations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How often customers were asked, and how often they answered. */
    record Counts(long invitations, long responses) {}

    /** What a customer is to be asked about. */
    record Trigger(String type, String ref, CustomerNumber number) {}

    /** An invitation to be written; suppressed ones have no token. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
    record Row(InvitationId id, Trigger trigger, boolean suppressed, byte[] tokenHash) {}

    /** References of the triggers that have an invitation to the survey already, by any number of the customer. */
    Set<String> known(SurveyCode survey, List<Trigger> triggers) {
        return jdbc
                .sql("""
                        SELECT i.trigger_ref
                        FROM unnest(:numbers, :types, :refs) AS wanted (number, type, ref)
                        JOIN invitation i ON i.survey_code = :survey AND i.customer_number = ANY (number_family(wanted.number))
                            AND i.trigger_type = wanted.type AND i.trigger_ref = wanted.ref
                        """)
                .param("survey", survey.value())
                .param(
                        "numbers",
                        triggers.stream()
                                .map(trigger -> trigger.number().value())
                                .toArray(String[]::new))
                .param("types", triggers.stream().map(Trigger::type).toArray(String[]::new))
                .param("refs", triggers.stream().map(Trigger::ref).toArray(String[]::new))
                .query(String.class)
                .list()
                .stream()
                .collect(Collectors.toSet());
    }

    /**
     * Takes the right to ask each customer once, in one statement: of all who try at the same time, whoever comes second finds the
     * customer just asked, by whichever number. Customers are locked in one order, so that two batches cannot wait for each other.
     *
     * @param customers one number of each
     * @return who may be asked
     */
    Set<CustomerNumber> claim(Set<CustomerNumber> customers, Instant now, Instant quietSince) {
        String[] numbers = customers.stream().map(CustomerNumber::value).toArray(String[]::new);
        lockFamilies(numbers);
        return jdbc
                .sql("""
                        INSERT INTO contact_pressure (customer_number, class, last_at)
                        SELECT number, 'SURVEY', :now::timestamptz FROM unnest(:numbers) AS asked (number)
                        WHERE NOT EXISTS (
                            SELECT FROM contact_pressure other
                            WHERE other.customer_number = ANY (number_family(asked.number))
                                AND other.customer_number <> asked.number
                                AND other.class = 'SURVEY' AND other.last_at > :quietSince)
                        ORDER BY number COLLATE "C"
                        ON CONFLICT (customer_number, class) DO UPDATE SET last_at = excluded.last_at
                            WHERE contact_pressure.last_at <= :quietSince
                        RETURNING customer_number
                        """)
                .param("numbers", numbers)
                .param("now", Times.parameter(now))
                .param("quietSince", Times.parameter(quietSince))
                .query(String.class)
                .list()
                .stream()
                .map(CustomerNumber::new)
                .collect(Collectors.toSet());
    }

    /** Where a customer has several numbers there is no one row to lock. */
    private void lockFamilies(String[] numbers) {
        jdbc.sql("""
                        SELECT pg_advisory_xact_lock(hashtextextended('feedback contact pressure ' || living, 0))::text
                        FROM (
                            SELECT DISTINCT living_number(number) AS living FROM unnest(:numbers) AS asked (number)
                            WHERE cardinality(number_family(number)) > 1
                            ORDER BY living) AS family
                        """).param("numbers", numbers).query(String.class).list();
    }

    /** @return ids of those that were new; a trigger that has its invitation keeps it */
    Set<InvitationId> add(SurveyVersion survey, List<Row> rows, Instant createdAt, Instant expiresAt) {
        return jdbc
                .sql("""
                        INSERT INTO invitation (id, survey_code, survey_version, customer_number, trigger_type, trigger_ref, state,
                            reason, token_hash, created_at, expires_at)
                        SELECT id, :survey, :version, number, type, ref, CASE WHEN suppressed THEN 'SUPPRESSED' ELSE 'CREATED' END,
                            CASE WHEN suppressed THEN 'FATIGUE' END, CASE WHEN NOT suppressed THEN hash END,
                            :createdAt::timestamptz, :expiresAt::timestamptz
                        FROM unnest(:ids, :numbers, :types, :refs, :suppressed, :hashes)
                            AS new (id, number, type, ref, suppressed, hash)
                        ON CONFLICT (survey_code, customer_number, trigger_type, trigger_ref) DO NOTHING
                        RETURNING id
                        """)
                .param("survey", survey.survey().value())
                .param("version", survey.version())
                .param("ids", rows.stream().map(row -> row.id().value()).toArray(UUID[]::new))
                .param(
                        "numbers",
                        rows.stream().map(row -> row.trigger().number().value()).toArray(String[]::new))
                .param("types", rows.stream().map(row -> row.trigger().type()).toArray(String[]::new))
                .param("refs", rows.stream().map(row -> row.trigger().ref()).toArray(String[]::new))
                .param("suppressed", rows.stream().map(Row::suppressed).toArray(Boolean[]::new))
                .param("hashes", rows.stream().map(Row::tokenHash).toArray(byte[][]::new))
                .param("createdAt", Times.parameter(createdAt))
                .param("expiresAt", Times.parameter(expiresAt))
                .query(UUID.class)
                .list()
                .stream()
                .map(InvitationId::new)
                .collect(Collectors.toSet());
    }

    Optional<Invitation> find(byte[] tokenHash) {
        return jdbc.sql(SELECT + "WHERE token_hash = :hash")
                .param("hash", tokenHash)
                .query((row, number) -> invitation(row))
                .optional();
    }

    List<Invitation> find(List<InvitationId> ids) {
        return jdbc.sql(SELECT + "WHERE id = ANY (:ids)")
                .param("ids", ids.stream().map(InvitationId::value).toArray(UUID[]::new))
                .query((row, number) -> invitation(row))
                .list();
    }

    /** Notes that the links of these were handed out; those that are further already stay where they are. */
    void markSent(List<InvitationId> ids, Instant now) {
        jdbc.sql("""
                        UPDATE invitation SET state = 'SENT', sent_at = :now
                        WHERE id = ANY (:ids) AND state = 'CREATED' AND expires_at > :now
                        """)
                .param("ids", ids.stream().map(InvitationId::value).toArray(UUID[]::new))
                .param("now", Times.parameter(now))
                .update();
    }

    void markOpened(InvitationId id, Instant now) {
        jdbc.sql("""
                        UPDATE invitation SET state = 'OPENED', opened_at = :now
                        WHERE id = :id AND state IN ('CREATED', 'SENT') AND expires_at > :now
                        """).param("id", id.value()).param("now", Times.parameter(now)).update();
    }

    /** @return false when it could not be answered any more */
    boolean complete(InvitationId id, Instant now) {
        return jdbc.sql("""
                        UPDATE invitation SET state = 'COMPLETED', completed_at = :now
                        WHERE id = :id AND state IN ('CREATED', 'SENT', 'OPENED', 'STARTED') AND expires_at > :now
                        """)
                        .param("id", id.value())
                        .param("now", Times.parameter(now))
                        .update()
                == 1;
    }

    /** Only one instance closes expired links at a time. Held to the end of the transaction. */
    boolean tryLockExpiry() {
        return jdbc.sql("SELECT pg_try_advisory_xact_lock(hashtextextended('feedback invitation expiry', 0))")
                .query(Boolean.class)
                .single();
    }

    /** @return how many expired */
    int expire(Instant now, int limit) {
        return jdbc.sql("""
                        UPDATE invitation SET state = 'EXPIRED'
                        WHERE id IN (
                            SELECT id FROM invitation
                            WHERE state IN ('CREATED', 'SENT', 'OPENED', 'STARTED') AND expires_at <= :now
                            ORDER BY expires_at
                            LIMIT :limit
                            FOR UPDATE SKIP LOCKED)
                        """)
                .param("now", Times.parameter(now))
                .param("limit", limit)
                .update();
    }

    /** Of all numbers together. */
    Counts countOf(List<String> numbers) {
        return jdbc.sql("""
                        SELECT count(*) AS invitations, count(r.id) AS responses
                        FROM invitation i LEFT JOIN response r ON r.invitation_id = i.id
                        WHERE i.customer_number = ANY (:numbers)
                        """)
                .param("numbers", numbers.toArray(String[]::new))
                .query(Counts.class)
                .single();
    }

    private static Invitation invitation(ResultSet row) throws SQLException {
        return new Invitation(
                new InvitationId(row.getObject("id", UUID.class)),
                new SurveyCode(row.getString("survey_code")),
                row.getInt("survey_version"),
                new CustomerNumber(row.getString("customer_number")),
                new CustomerNumber(row.getString("living")),
                InvitationState.valueOf(row.getString("state")),
                Times.read(row, "expires_at"));
    }
}
