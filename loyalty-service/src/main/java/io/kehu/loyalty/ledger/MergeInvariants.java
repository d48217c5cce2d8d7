package io.kehu.loyalty.ledger;

import java.util.LinkedHashMap;
import java.util.Map;

/** What must hold of merged members and of the moves of their points; each check selects what breaks it. */
final class MergeInvariants {

    static final Map<String, String> CHECKS = new LinkedHashMap<>();

    static {
        CHECKS.put("lots-are-with-the-living-member", """
                SELECT l.id::text AS object FROM points_lot l JOIN points_account a ON a.id = l.account
                LEFT JOIN merged_number m ON m.number = l.number
                WHERE a.number IS DISTINCT FROM CASE WHEN m.number IS NULL THEN l.number ELSE living_number(l.number) END
                """);
        CHECKS.put("merged-members-have-no-points", """
                SELECT a.number AS object FROM points_account a JOIN merged_number m ON m.number = a.number
                WHERE a.kind = 'MEMBER' AND (a.posted <> 0 OR a.held <> 0)
                """);
        CHECKS.put("merged-members-are-marked", """
                SELECT b.number AS object FROM member b LEFT JOIN merged_number m ON m.number = b.number
                WHERE (b.status = 'MERGED') <> (m.number IS NOT NULL)
                """);
        CHECKS.put("moves-are-in-the-ledger", """
                SELECT coalesce(t.id, m.tx)::text AS object
                FROM (SELECT * FROM points_tx WHERE type IN ('MERGE', 'UNMERGE')) t
                FULL JOIN (SELECT * FROM points_move WHERE tx IS NOT NULL) m ON m.tx = t.id
                WHERE (t.type, t.program, t.number, t.business_ref)
                    IS DISTINCT FROM (m.type, m.program, m.number, 'MERGE/' || m.merge_id)
                """);
        CHECKS.put("moves-are-between-two-members", """
                SELECT m.tx::text AS object FROM points_move m
                JOIN points_tx t ON t.id = m.tx
                JOIN points_posting p ON p.tx = t.id AND p.booked_at = t.booked_at
                JOIN points_account a ON a.id = p.account
                GROUP BY m.merge_id, m.type, m.program, m.number
                HAVING array_agg(ROW (a.program, a.number, p.amount) ORDER BY p.amount) IS DISTINCT FROM CASE m.type
                    WHEN 'MERGE' THEN ARRAY[ROW (m.program, m.number, -m.points), ROW (m.program, m.survivor, m.points)]
                    ELSE ARRAY[ROW (m.program, m.survivor, -m.points), ROW (m.program, m.number, m.points)]
                END
                """);
        CHECKS.put("moves-are-sum-of-their-lots", """
                SELECT m.merge_id::text AS object FROM points_move m
                LEFT JOIN (
                    SELECT tx, sum(points) AS total, count(*) AS lots FROM points_move_lot GROUP BY tx
                ) l ON l.tx = m.tx
                WHERE m.points <> coalesce(l.total, 0) OR m.lots <> coalesce(l.lots, 0)
                """);
        CHECKS.put("merges-moved-the-points-of-all", """
                SELECT j.id::text AS object FROM merge j
                CROSS JOIN unnest(j.losers) AS loser
                WHERE j.state = 'MERGED' AND EXISTS (SELECT FROM points_account a WHERE a.kind = 'MEMBER' AND a.number = loser)
                    AND NOT EXISTS (SELECT FROM points_move m
                        WHERE m.merge_id = j.id AND m.type = 'MERGE' AND m.number = loser AND m.survivor = j.survivor)
                """);
        CHECKS.put("merges-are-undone-as-their-journal-says", """
                SELECT m.merge_id::text AS object FROM points_move m LEFT JOIN merge j ON j.id = m.merge_id
                LEFT JOIN points_move u ON (u.merge_id, u.type, u.program, u.number) = (m.merge_id, 'UNMERGE', m.program, m.number)
                WHERE m.type = 'MERGE' AND (j.state IS NULL OR (j.state = 'UNDONE') <> (u.merge_id IS NOT NULL))
                """);
    }

    private MergeInvariants() {}
}
