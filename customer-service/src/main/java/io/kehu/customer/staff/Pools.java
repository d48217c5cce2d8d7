package io.kehu.customer.staff;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables {@code pool} and {@code pool_team}. */
@Repository
public class Pools {

    /** The pool of customers of whom nobody has said anything else. */
    public static final String PUBLIC = "PUBLIC";

    private static final String SELECT = """
            SELECT code, name, claim_limit, claims_per_day, reclaim_days, remind_days, retired, version,
                array(SELECT team FROM pool_team t WHERE t.pool = p.code ORDER BY team) AS teams
            FROM pool p
            """;

    private static final RowMapper<Pool> POOL = (row, index) -> new Pool(
            row.getString("code"),
            row.getString("name"),
            List.of((String[]) row.getArray("teams").getArray()),
            row.getInt("claim_limit"),
            row.getInt("claims_per_day"),
            row.getObject("reclaim_days", Integer.class),
            row.getInt("remind_days"),
            row.getBoolean("retired"),
            row.getLong("version"));

    private final JdbcClient jdbc;

    Pools(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A public pool (公海).
     *
     * @param teams who sees it and claims from it; empty for everybody
     * @param claimLimit customers of this pool that one person may hold
     * @param claimsPerDay claims of one person in 24 hours
     * @param reclaimDays days without contact or purchase after which a claimed customer goes back; null for never
     * @param remindDays days before that at which the owner is reminded
     * @param retired nothing can be put into it or claimed from it
     */
    public record Pool(
            @Schema(example = "SOUTH_POOL") String code,
            @Schema(example = "华南公海 / South China pool") String name,
            @Schema(example = "[\"SOUTH\", \"VIP\"]") List<String> teams,
            @Schema(example = "200") int claimLimit,
            @Schema(example = "30") int claimsPerDay,
            @Schema(example = "90") @Nullable Integer reclaimDays,
            @Schema(example = "7") int remindDays,
            boolean retired,
            @Schema(example = "3") long version) {

        public boolean isOpenTo(Collection<String> memberTeams) {
            return teams.isEmpty() || teams.stream().anyMatch(memberTeams::contains);
        }
    }

    public List<Pool> all() {
        return jdbc.sql(SELECT + " ORDER BY code").query(POOL).list();
    }

    public Optional<Pool> find(String code) {
        return jdbc.sql(SELECT + " WHERE code = :code")
                .param("code", code)
                .query(POOL)
                .optional();
    }

    /** Locks the pool, so that nobody changes it in between. */
    public Optional<Pool> lock(String code) {
        return jdbc.sql(SELECT + " WHERE code = :code FOR UPDATE")
                .param("code", code)
                .query(POOL)
                .optional();
    }

    /** Codes of the pools that people of these teams see. */
    public List<String> visibleTo(Collection<String> teams) {
        return jdbc.sql("""
                        SELECT code FROM pool p
                        WHERE NOT EXISTS (SELECT 1 FROM pool_team t WHERE t.pool = p.code)
                            OR EXISTS (SELECT 1 FROM pool_team t WHERE t.pool = p.code AND t.team = ANY (:teams))
                        """)
                .param("teams", teams.toArray(String[]::new))
                .query(String.class)
                .list();
    }

    /** Writes the pool with the next version. */
    public void put(Pool pool) {
        jdbc.sql("""
                        INSERT INTO pool (code, name, claim_limit, claims_per_day, reclaim_days, remind_days, retired)
                        VALUES (:code, :name, :claimLimit, :claimsPerDay, :reclaimDays, :remindDays, :retired)
                        ON CONFLICT (code) DO UPDATE SET name = excluded.name, claim_limit = excluded.claim_limit,
                            claims_per_day = excluded.claims_per_day, reclaim_days = excluded.reclaim_days,
                            remind_days = excluded.remind_days, retired = excluded.retired, version = pool.version + 1
                        """)
                .param("code", pool.code())
                .param("name", pool.name())
                .param("claimLimit", pool.claimLimit())
                .param("claimsPerDay", pool.claimsPerDay())
                .param("reclaimDays", pool.reclaimDays())
                .param("remindDays", pool.remindDays())
                .param("retired", pool.retired())
                .update();
        jdbc.sql("DELETE FROM pool_team WHERE pool = :pool AND team <> ALL (:teams)")
                .param("pool", pool.code())
                .param("teams", pool.teams().toArray(String[]::new))
                .update();
        jdbc.sql("""
                        INSERT INTO pool_team (pool, team) SELECT :pool, team FROM unnest(:teams) AS new (team)
                        ON CONFLICT DO NOTHING
                        """)
                .param("pool", pool.code())
                .param("teams", pool.teams().toArray(String[]::new))
                .update();
    }

    /** Codes of open pools by what people call them: the code itself, or a name that only one of them has. */
    public Map<String, String> meant(Collection<String> texts) {
        Map<String, String> codes = new HashMap<>();
        jdbc.sql("""
                        SELECT wanted.text, coalesce(max(t.code) FILTER (WHERE t.code = upper(wanted.text)), max(t.code)) AS code
                        FROM unnest(:texts) AS wanted (text)
                        JOIN pool t ON NOT t.retired AND (t.code = upper(wanted.text) OR lower(t.name) = lower(wanted.text))
                        GROUP BY wanted.text
                        HAVING count(*) = 1 OR bool_or(t.code = upper(wanted.text))
                        """).param("texts", texts.toArray(String[]::new)).query(row -> {
            codes.put(row.getString("text"), row.getString("code"));
        });
        return codes;
    }
}
