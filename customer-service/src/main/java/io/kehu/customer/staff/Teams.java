package io.kehu.customer.staff;

import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code team}. */
@Repository
public class Teams {

    private final JdbcClient jdbc;

    Teams(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A team.
     *
     * @param retired nobody and nothing new can be put into it
     */
    public record Team(String code, String name, boolean retired) {}

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
}
