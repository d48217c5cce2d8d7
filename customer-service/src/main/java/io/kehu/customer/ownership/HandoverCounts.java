package io.kehu.customer.ownership;

import io.kehu.customer.customer.Scope;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What a handover would give away, counted before anybody asks for it. */
@Repository
class HandoverCounts {

    private final JdbcClient jdbc;

    HandoverCounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Active customers of one owner.
     *
     * @param claimed of them, those who were claimed from a pool, and are no longer taken back into it afterwards
     * @param teams by code of the team; those of no team are left out
     */
    record HandoverPreview(
            @Schema(example = "1200") int total,
            @Schema(example = "30") int claimed,
            @Schema(example = "{\"SOUTH\": 800}") Map<String, Integer> teams) {}

    /** Of those within a reach. */
    HandoverPreview of(String owner, Scope scope) {
        Map<String, Integer> teams = new TreeMap<>();
        int[] sums = new int[2];
        jdbc.sql("""
                        SELECT c.team, count(*) AS customers, count(*) FILTER (WHERE c.claimed) AS claimed FROM customer c
                        WHERE c.owner = :owner AND c.status = 'ACTIVE' AND %s GROUP BY c.team
                        """.formatted(scope.condition()))
                .param("owner", owner)
                .params(scope.parameters())
                .query(row -> {
                    sums[0] += row.getInt("customers");
                    sums[1] += row.getInt("claimed");
                    if (row.getString("team") != null) {
                        teams.put(row.getString("team"), row.getInt("customers"));
                    }
                });
        return new HandoverPreview(sums[0], sums[1], teams);
    }
}
