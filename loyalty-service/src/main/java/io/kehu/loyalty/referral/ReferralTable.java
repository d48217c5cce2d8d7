package io.kehu.loyalty.referral;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables {@code referral_offer} and {@code referral}. */
@Repository
class ReferralTable {

    private static final String OFFER =
            "program, code, name, referrer_activity, referee_activity, least_minor, within_days, valid_from, valid_to, ended_at";
    private static final String COLUMNS =
            "id, program, offer, referrer, referee, state, reason, purchase_id, referrer_tx, referee_tx, created_at";

    private final JdbcClient jdbc;

    ReferralTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return false when there is one of this code */
    boolean insert(ReferralOffer offer) {
        return jdbc.sql("""
                        INSERT INTO referral_offer (program, code, name, referrer_activity, referee_activity, least_minor, within_days,
                            valid_from, valid_to)
                        VALUES (:program, :code, :name, :referrer, :referee, :leastMinor, :withinDays, :validFrom::timestamptz,
                            :validTo::timestamptz)
                        ON CONFLICT DO NOTHING
                        """)
                        .param("program", offer.program())
                        .param("code", offer.code())
                        .param("name", offer.name())
                        .param("referrer", offer.referrerActivity())
                        .param("referee", offer.refereeActivity())
                        .param("leastMinor", offer.leastMinor())
                        .param("withinDays", offer.withinDays())
                        .param("validFrom", offer.validFrom().toString())
                        .param("validTo", Objects.toString(offer.validTo(), null))
                        .update()
                == 1;
    }

    Optional<ReferralOffer> offer(String program, String code) {
        return jdbc.sql("SELECT " + OFFER + " FROM referral_offer WHERE program = :program AND code = :code")
                .param("program", program)
                .param("code", code)
                .query((row, index) -> offer(row))
                .optional();
    }

    /** By code. */
    List<ReferralOffer> offers(String program, @Nullable String after, int limit) {
        return jdbc.sql("SELECT " + OFFER + """
                         FROM referral_offer WHERE program = :program AND (:after::text IS NULL OR code > :after)
                        ORDER BY code LIMIT :limit
                        """)
                .param("program", program)
                .param("after", after)
                .param("limit", limit)
                .query((row, index) -> offer(row))
                .list();
    }

    void end(String program, String code, Instant now) {
        jdbc.sql("""
                        UPDATE referral_offer SET ended_at = :now::timestamptz
                        WHERE program = :program AND code = :code AND ended_at IS NULL
                        """)
                .param("program", program)
                .param("code", code)
                .param("now", now.toString())
                .update();
    }

    /** @return false when the referee was brought by somebody before, under any of their numbers */
    boolean insert(Referral referral, Collection<String> refereeNumbers, String actor) {
        return jdbc.sql("""
                        INSERT INTO referral (id, program, offer, referrer, referee, actor, created_at, due_at)
                        SELECT :id, :program, :offer, :referrer, :referee, :actor, :at::timestamptz, :at::timestamptz
                        WHERE NOT EXISTS (SELECT FROM referral WHERE program = :program AND referee = ANY (:numbers))
                        ON CONFLICT DO NOTHING
                        """)
                        .param("id", referral.id())
                        .param("program", referral.program())
                        .param("offer", referral.offer())
                        .param("referrer", referral.referrer())
                        .param("referee", referral.referee())
                        .param("actor", actor)
                        .param("at", referral.createdAt().toString())
                        .param("numbers", refereeNumbers.toArray(String[]::new))
                        .update()
                == 1;
    }

    /** Those whom something was bought or given back by are to be looked at. */
    void touch(Collection<String> numbers, Instant now) {
        jdbc.sql("""
                        UPDATE referral r SET due_at = least(r.due_at, :now::timestamptz)
                        FROM (
                            SELECT DISTINCT f.number FROM unnest(:numbers) AS told (number)
                            CROSS JOIN LATERAL unnest(number_family(told.number)) AS f (number)
                        ) AS bought
                        WHERE r.referee = bought.number AND r.state IN ('OPEN', 'EARNED')
                            AND (r.due_at IS NULL OR r.due_at > :now::timestamptz)
                        """)
                .param("numbers", numbers.stream().distinct().toArray(String[]::new))
                .param("now", now.toString())
                .update();
    }

    /** One that is due; it is not due again before {@code again}, even if looking at it fails. */
    Optional<UUID> claim(Instant now, Instant again) {
        return jdbc.sql("""
                        UPDATE referral SET due_at = :again::timestamptz
                        WHERE id = (SELECT id FROM referral WHERE due_at <= :now::timestamptz
                            ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
                        RETURNING id
                        """)
                .param("now", now.toString())
                .param("again", again.toString())
                .query(UUID.class)
                .optional();
    }

    /** Locked until the end of the transaction. */
    Referral lock(UUID id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM referral WHERE id = :id FOR UPDATE")
                .param("id", id)
                .query((row, index) -> referral(row))
                .single();
    }

    void lookAgain(Referral referral, @Nullable Instant at) {
        jdbc.sql("UPDATE referral SET due_at = :at::timestamptz WHERE id = :id")
                .param("id", referral.id())
                .param("at", Objects.toString(at, null))
                .update();
    }

    /** It is not looked at again by itself. */
    void write(Referral referral) {
        jdbc.sql("""
                        UPDATE referral SET state = :state, reason = :reason, purchase_id = :purchase, referrer_tx = :referrerTx,
                            referee_tx = :refereeTx, due_at = NULL
                        WHERE id = :id
                        """)
                .param("id", referral.id())
                .param("state", referral.state().name())
                .param("reason", referral.reason())
                .param("purchase", referral.purchaseId())
                .param("referrerTx", referral.referrerTx())
                .param("refereeTx", referral.refereeTx())
                .update();
    }

    Optional<Referral> find(UUID id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM referral WHERE id = :id")
                .param("id", id)
                .query((row, index) -> referral(row))
                .optional();
    }

    /** Of those a customer brought, newest first. */
    List<Referral> broughtBy(String program, Collection<String> numbers, @Nullable UUID before, int limit) {
        return jdbc.sql("SELECT " + COLUMNS + """
                         FROM referral
                        WHERE program = :program AND referrer = ANY (:numbers) AND (:before::uuid IS NULL OR id < :before::uuid)
                        ORDER BY id DESC LIMIT :limit
                        """)
                .param("program", program)
                .param("numbers", numbers.toArray(String[]::new))
                .param("before", Objects.toString(before, null))
                .param("limit", limit)
                .query((row, index) -> referral(row))
                .list();
    }

    private static ReferralOffer offer(ResultSet row) throws SQLException {
        return new ReferralOffer(
                row.getString("program"),
                row.getString("code"),
                row.getString("name"),
                row.getString("referrer_activity"),
                row.getString("referee_activity"),
                row.getLong("least_minor"),
                row.getInt("within_days"),
                row.getTimestamp("valid_from").toInstant(),
                instant(row, "valid_to"),
                instant(row, "ended_at"));
    }

    private static Referral referral(ResultSet row) throws SQLException {
        return new Referral(
                row.getObject("id", UUID.class),
                row.getString("program"),
                row.getString("offer"),
                row.getString("referrer"),
                row.getString("referee"),
                Referral.State.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getObject("purchase_id", UUID.class),
                row.getObject("referrer_tx", UUID.class),
                row.getObject("referee_tx", UUID.class),
                row.getTimestamp("created_at").toInstant());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
