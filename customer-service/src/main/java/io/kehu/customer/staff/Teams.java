package io.kehu.customer.staff;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code team}. */
@Repository
public class Teams {

    /** What codes of teams and pools look like. */
    public static final String CODE = "[A-Z][A-Z0-9_-]{0,39}";

    private final JdbcClient jdbc;

    Teams(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A team.
     *
     * @param retired nobody and nothing new can be put into it
     */
    public record Team(
            @Schema(example = "SOUTH") String code,
            @Schema(example = "华南直营 / South China") String name,
            boolean retired) {}

    List<Team> all() {
        return jdbc.sql("SELECT code, name, retired FROM team ORDER BY code")
                .query((row, index) ->
                        new Team(row.getString("code"), row.getString("name"), row.getBoolean("retired")))
                .list();
    }

    void put(Team team) {
        jdbc.sql("""
                        INSERT INTO team (code, name, retired) VALUES (:code, :name, :retired)
                        ON CONFLICT (code) DO UPDATE SET name = excluded.name, retired = excluded.retired
                        """)
                .param("code", team.code())
                .param("name", team.name())
                .param("retired", team.retired())
                .update();
    }

    /** Which of these nobody can be put into. */
    public List<String> closed(Collection<String> codes) {
        return jdbc.sql("""
                        SELECT code FROM unnest(:codes) AS wanted (code)
                        WHERE NOT EXISTS (SELECT 1 FROM team t WHERE t.code = wanted.code AND NOT t.retired)
                        """)
                .param("codes", codes.toArray(String[]::new))
                .query(String.class)
                .list();
    }

    /** Codes of open teams by what people call them: the code itself, or a name that only one of them has. */
    public Map<String, String> meant(Collection<String> texts) {
        Map<String, String> codes = new HashMap<>();
        jdbc.sql("""
                        SELECT wanted.text, coalesce(max(t.code) FILTER (WHERE t.code = upper(wanted.text)), max(t.code)) AS code
                        FROM unnest(:texts) AS wanted (text)
                        JOIN team t ON NOT t.retired AND (t.code = upper(wanted.text) OR lower(t.name) = lower(wanted.text))
                        GROUP BY wanted.text
                        HAVING count(*) = 1 OR bool_or(t.code = upper(wanted.text))
                        """).param("texts", texts.toArray(String[]::new)).query(row -> {
            codes.put(row.getString("text"), row.getString("code"));
        });
        return codes;
    }
}
