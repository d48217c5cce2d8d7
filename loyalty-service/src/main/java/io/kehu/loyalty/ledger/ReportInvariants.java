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
    }

    private ReportInvariants() {}
}
