package io.kehu.loyalty.ledger;

import io.kehu.loyalty.program.Program;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Settles, a day before lots expire, that they may: of those whose member was not told in time, or cannot have got the message, the expiry
 * moves by the programme's days of grace, once.
 */
@Repository
public class NoticeSettlements {

    private static final Duration AHEAD = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final MemberAccounts accounts;
    private final Clock clock;

    NoticeSettlements(JdbcClient jdbc, MemberAccounts accounts, Clock clock) {
        this.jdbc = jdbc;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** A lot whose expiry is near. */
    private record Near(UUID id, long account, Instant expiresAt, boolean told) {}

    /**
     * What was settled.
     *
     * @param lots how many
     * @param prolonged how many of them last longer
     */
    public record Settled(int lots, int prolonged) {}

    /**
     * In the caller's transaction.
     *
     * @param limit most lots to look at
     */
    public Settled settle(Program program, Program.Notice notice, int limit) {
        List<Near> near = near(program, limit);
        if (near.isEmpty()) {
            return new Settled(0, 0);
        }
        accounts.lock(near.stream().map(Near::account).toList());
        int prolonged = prolong(
                program, notice, near.stream().filter(lot -> !lot.told()).toList());
        jdbc.sql("UPDATE points_lot SET notice_settled = true WHERE id = ANY (:ids) AND NOT notice_settled")
                .param("ids", near.stream().filter(Near::told).map(Near::id).toArray(UUID[]::new))
                .update();
        return new Settled(near.size(), prolonged);
    }

    /** A merge keeps what members were told under the number they were told under. */
    private List<Near> near(Program program, int limit) {
        return jdbc.sql("""
                        SELECT l.id, l.account, l.expires_at, EXISTS (
                            SELECT FROM expiry_notice n
                            WHERE n.program = :program AND n.number = ANY (number_family(a.number)) AND n.state = 'SENT'
                                AND n.month = date_trunc('month', (l.expires_at - interval '1 microsecond') AT TIME ZONE :zone)::date
                        ) AS told
                        FROM points_lot l JOIN points_account a ON a.id = l.account
                        WHERE l.state = 'ACTIVE' AND NOT l.notice_settled AND l.expires_at <= :soon::timestamptz
                            AND a.program = :program
                        ORDER BY l.expires_at, l.id
                        LIMIT :limit
                        """)
                .param("program", program.code())
                .param("zone", program.zone().getId())
                .param("soon", clock.instant().plus(AHEAD).toString())
                .param("limit", limit)
                .query((row, index) -> new Near(
                        row.getObject("id", UUID.class),
                        row.getLong("account"),
                        row.getTimestamp("expires_at").toInstant(),
                        row.getBoolean("told")))
                .list();
    }

    private int prolong(Program program, Program.Notice notice, List<Near> lots) {
        return jdbc.sql("""
                        UPDATE points_lot l SET notice_settled = true, expires_at = greatest(l.expires_at, later.at::timestamptz)
                        FROM unnest(:ids, :ats) AS later (id, at)
                        WHERE l.id = later.id AND NOT l.notice_settled AND l.state = 'ACTIVE'
                        """)
                .param("ids", lots.stream().map(Near::id).toArray(UUID[]::new))
                .param(
                        "ats",
                        lots.stream()
                                .map(lot -> program.unnoticedExpiry(notice, lot.expiresAt())
                                        .toString())
                                .toArray(String[]::new))
                .update();
    }
}
