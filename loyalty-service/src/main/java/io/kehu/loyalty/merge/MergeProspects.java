package io.kehu.loyalty.merge;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What can be told of a merge before it happens: what the losers bring, and what speaks against it. */
@Repository
class MergeProspects {

    private final JdbcClient jdbc;

    MergeProspects(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What numbers have, in all programmes.
     *
     * @param lots those with points
     */
    record Brought(long points, long lots) {}

    Brought brought(List<String> losers) {
        return jdbc.sql("""
                        SELECT coalesce(sum(a.posted), 0) AS points,
                            coalesce(sum((SELECT count(*) FROM points_lot l WHERE l.account = a.id AND l.remaining > 0)), 0) AS lots
                        FROM points_account a
                        WHERE a.program IN (SELECT code FROM program) AND a.kind = 'MEMBER' AND a.number = ANY (:losers)
                        """)
                .param("losers", losers.toArray(String[]::new))
                .query((row, index) -> new Brought(row.getLong("points"), row.getLong("lots")))
                .single();
    }

    /** Points are neither lost in a closed or frozen membership nor freed from one. */
    List<String> refusals(String survivor, List<String> losers) {
        return jdbc.sql("""
                        SELECT 'SURVIVOR_' || status AS refusal FROM member
                        WHERE number = :survivor AND status IN ('SUSPENDED', 'CLOSED')
                        UNION
                        SELECT 'LOSER_' || m.status FROM member m
                        JOIN points_account a ON a.program = m.program AND a.kind = 'MEMBER' AND a.number = m.number
                        WHERE m.number = ANY (:losers) AND m.status IN ('SUSPENDED', 'CLOSED') AND a.posted > 0
                        ORDER BY refusal
                        """)
                .param("survivor", survivor)
                .param("losers", losers.toArray(String[]::new))
                .query(String.class)
                .list();
    }
}
