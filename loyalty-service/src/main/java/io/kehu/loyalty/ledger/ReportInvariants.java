package io.kehu.loyalty.ledger;

import java.util.LinkedHashMap;
import java.util.Map;

/** What must hold of figures that were written down when a time was over; each check selects what breaks it. */
final class ReportInvariants {

    static final Map<String, String> CHECKS = new LinkedHashMap<>();

    static {
        CHECKS.put("rolled-up-days-are-sum-of-their-postings", """
                SELECT concat_ws('/', coalesce(d.program, p.program), coalesce(d.account, p.account), coalesce(d.day, p.day)) AS object
                FROM system_account_day d
                FULL JOIN (
                    SELECT a.program, a.kind AS account, (g.booked_at AT TIME ZONE o.zone)::date AS day, sum(g.amount) AS points,
                        count(*) AS postings
                    FROM points_posting g
                    JOIN points_account a ON a.id = g.account AND a.number IS NULL
                    JOIN program o ON o.code = a.program
                    JOIN (SELECT program, max(day) AS day FROM system_account_day GROUP BY program) l ON l.program = a.program
                    WHERE (g.booked_at AT TIME ZONE o.zone)::date <= l.day
                    GROUP BY 1, 2, 3
                ) p ON (p.program, p.account, p.day) = (d.program, d.account, d.day)
                WHERE (coalesce(d.points, 0), coalesce(d.postings, 0)) <> (coalesce(p.points, 0), coalesce(p.postings, 0))
                """);
        CHECKS.put("rolled-up-days-have-no-gaps", """
                SELECT program || '/' || account AS object FROM system_account_day
                GROUP BY program, account HAVING count(*) <> max(day) - min(day) + 1
                """);
        CHECKS.put("closed-months-are-as-they-were-signed", """
                SELECT program || '/' || month AS object FROM liability_close c
                WHERE state = 'SIGNED' AND hash <> encode(sha256(convert_to(liability_close_content(c), 'UTF8')), 'hex')
                """);
        CHECKS.put("closed-months-are-a-chain", """
                SELECT program || '/' || month AS object FROM (
                    SELECT program, month, previous_hash, lag(hash) OVER months AS hash_before, lag(month) OVER months AS month_before
                    FROM liability_close WHERE state = 'SIGNED' WINDOW months AS (PARTITION BY program ORDER BY month)
                ) AS chain
                WHERE previous_hash IS DISTINCT FROM hash_before OR month_before + interval '1 month' <> month
                """);
        CHECKS.put("closed-months-begin-as-the-one-before-ended", """
                SELECT coalesce(o.close, c.close)::text AS object
                FROM (
                    SELECT n.id AS close, l.earned_in, l.closing
                    FROM liability_close n
                    JOIN liability_close b ON b.program = n.program AND b.state = 'SIGNED' AND b.month = n.month - interval '1 month'
                    JOIN liability_close_line l ON l.close = b.id
                    WHERE n.state = 'SIGNED'
                ) c
                FULL JOIN (
                    SELECT n.id AS close, l.earned_in, l.opening
                    FROM liability_close n
                    JOIN liability_close b ON b.program = n.program AND b.state = 'SIGNED' AND b.month = n.month - interval '1 month'
                    JOIN liability_close_line l ON l.close = n.id
                    WHERE n.state = 'SIGNED'
                ) o ON (o.close, o.earned_in) = (c.close, c.earned_in)
                WHERE coalesce(o.opening, 0) <> coalesce(c.closing, 0)
                """);
        CHECKS.put("last-closed-month-is-in-the-ledger", """
                WITH last AS (
                    SELECT DISTINCT ON (c.program) c.id, c.program, c.month::timestamp AS from_at, c.month + interval '1 month' AS to_at, p.zone
                    FROM liability_close c JOIN program p ON p.code = c.program
                    WHERE c.state = 'SIGNED' ORDER BY c.program, c.month DESC
                ), lot AS (
                    SELECT l.id, c.id AS close, l.initial, t.type, t.booked_at AT TIME ZONE c.zone AS at,
                        date_trunc('month', coalesce(l.earned_at, l.activates_at) AT TIME ZONE c.zone)::date AS earned_in
                    FROM last c
                    JOIN points_tx t ON t.program = c.program AND t.booked_at AT TIME ZONE c.zone < c.to_at
                    JOIN points_lot l ON l.earn_tx = t.id AND l.activates_at = t.booked_at
                ), move AS (
                    SELECT close, earned_in, type, initial AS points, at FROM lot
                    UNION ALL
                    SELECT l.close, l.earned_in, t.type, -u.points, t.booked_at AT TIME ZONE c.zone
                    FROM last c
                    JOIN points_tx t ON t.program = c.program AND t.booked_at AT TIME ZONE c.zone < c.to_at
                    JOIN points_lot_use u ON u.tx = t.id
                    JOIN lot l ON l.id = u.lot
                ), line AS (
                    SELECT m.close, m.earned_in,
                        coalesce(sum(points) FILTER (WHERE at < from_at), 0) AS opening,
                        coalesce(sum(points) FILTER (WHERE at >= from_at AND type = 'EARN'), 0) AS issued,
                        coalesce(sum(points) FILTER (WHERE at >= from_at AND type IN ('IMPORT', 'REVERSE_IMPORT')), 0) AS imported,
                        coalesce(-sum(points) FILTER (WHERE at >= from_at AND type IN ('REDEEM', 'REVERSE_REDEEM')), 0) AS redeemed,
                        coalesce(-sum(points) FILTER (WHERE at >= from_at AND type = 'EXPIRE'), 0) AS expired,
                        coalesce(-sum(points) FILTER (WHERE at >= from_at AND type = 'REVERSE_EARN'), 0) AS reversed,
                        coalesce(-sum(points) FILTER (WHERE at >= from_at AND type = 'REPAY'), 0) AS repaid,
                        coalesce(sum(points) FILTER (WHERE at >= from_at AND type = 'ADJUST'), 0) AS adjusted,
                        sum(points) AS closing
                    FROM move m JOIN last c ON c.id = m.close
                    GROUP BY m.close, m.earned_in
                    HAVING sum(points) <> 0 OR count(*) FILTER (WHERE at >= from_at) > 0
                )
                SELECT coalesce(l.close, s.close) || '/' || coalesce(l.earned_in, s.earned_in) AS object
                FROM line l
                FULL JOIN (SELECT * FROM liability_close_line WHERE close IN (SELECT id FROM last)) s
                    ON (s.close, s.earned_in) = (l.close, l.earned_in)
                WHERE (l.opening, l.issued, l.imported, l.redeemed, l.expired, l.reversed, l.repaid, l.adjusted, l.closing)
                    IS DISTINCT FROM (s.opening, s.issued, s.imported, s.redeemed, s.expired, s.reversed, s.repaid, s.adjusted, s.closing)
                """);
    }

    private ReportInvariants() {}
}
