package io.kehu.loyalty.ledger;

import java.util.LinkedHashMap;
import java.util.Map;

/** What must hold of points that came from another system; each check selects what breaks it. */
final class ImportInvariants {

    static final Map<String, String> CHECKS = new LinkedHashMap<>();

    static {
        CHECKS.put("imports-booked-what-is-in-the-ledger", """
                SELECT coalesce(r.tx, t.id)::text AS object
                FROM (
                    SELECT tx, program, number, points, 'IMPORT/' || reference AS ref, earned_on, coalesce(last_day, 'infinity') AS last_day
                    FROM points_import_row WHERE tx IS NOT NULL
                ) r
                FULL JOIN (
                    SELECT t.id, t.program, l.number, l.initial, t.business_ref, -g.amount AS points,
                        (l.earned_at AT TIME ZONE p.zone)::date AS earned_on,
                        coalesce((l.expires_at AT TIME ZONE p.zone)::date - 1, 'infinity') AS last_day
                    FROM points_tx t JOIN program p ON p.code = t.program
                    LEFT JOIN points_lot l ON l.earn_tx = t.id
                    LEFT JOIN (
                        SELECT g.tx, g.booked_at, g.amount FROM points_posting g JOIN points_account a ON a.id = g.account AND a.kind = 'IMPORTED'
                    ) g ON g.tx = t.id AND g.booked_at = t.booked_at
                    WHERE t.type = 'IMPORT'
                ) t ON t.id = r.tx
                WHERE (r.program, r.number, r.points, r.points, r.ref, r.earned_on)
                        IS DISTINCT FROM (t.program, t.number, t.initial, t.points, t.business_ref, t.earned_on)
                    OR t.last_day < r.last_day
                """);
        CHECKS.put("imports-are-sum-of-their-rows", """
                SELECT i.id::text AS object FROM points_import i
                LEFT JOIN (
                    SELECT import, count(*) AS total, count(*) FILTER (WHERE state <> 'BAD') AS good,
                        coalesce(sum(points) FILTER (WHERE state <> 'BAD'), 0) AS points, count(*) FILTER (WHERE tx IS NOT NULL) AS booked,
                        count(*) FILTER (WHERE state = 'REFUSED') AS refused,
                        coalesce(sum(points) FILTER (WHERE tx IS NOT NULL), 0) AS booked_points,
                        count(*) FILTER (WHERE state = 'REJECTED') AS rejected, count(*) FILTER (WHERE state = 'REVERSED') AS reversed,
                        count(*) FILTER (WHERE state = 'PARTLY_REVERSED') AS partly_reversed, coalesce(sum(reversed_points), 0) AS reversed_points
                    FROM points_import_row GROUP BY import
                ) r ON r.import = i.id
                WHERE (i.total, i.good, i.points, i.booked, i.refused, i.booked_points, i.reversed, i.partly_reversed, i.reversed_points,
                        CASE WHEN i.state IN ('REJECTED', 'REVERSING', 'REVERSED') THEN i.good - i.booked - i.refused ELSE 0 END)
                    IS DISTINCT FROM (r.total, r.good, r.points, r.booked, r.refused, r.booked_points, r.reversed, r.partly_reversed,
                        r.reversed_points, r.rejected)
                """);
        CHECKS.put("imports-are-taken-back-from-their-lots", """
                SELECT t.id::text AS object FROM points_tx t
                JOIN points_lot_use u ON u.tx = t.id
                JOIN points_lot l ON l.id = u.lot
                WHERE t.type = 'REVERSE_IMPORT' AND l.earn_tx <> t.reverses
                """);
        // What comes free of a hold later can be taken back by itself.
        CHECKS.put("reversed-rows-went-back", """
                SELECT r.tx::text AS object FROM points_import_row r
                LEFT JOIN (
                    SELECT t.reverses, -sum(g.amount) AS points FROM points_tx t
                    JOIN points_posting g ON g.tx = t.id AND g.booked_at = t.booked_at
                    JOIN points_account a ON a.id = g.account AND a.kind = 'MEMBER'
                    WHERE t.type = 'REVERSE_IMPORT' GROUP BY t.reverses
                ) back ON back.reverses = r.tx
                WHERE r.state = 'REVERSED' AND coalesce(back.points, 0) <> r.reversed_points
                    OR r.state = 'PARTLY_REVERSED' AND coalesce(back.points, 0) NOT BETWEEN r.reversed_points AND r.points
                """);
    }

    private ImportInvariants() {}
}
