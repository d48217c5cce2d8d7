package io.kehu.customer.staff;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables {@code staff_member} and {@code staff_team}. Read for every request, so that what is taken from somebody is gone at once. */
@Repository
public class Staff {

    private static final RowMapper<StaffMember> MEMBER = (row, index) -> new StaffMember(
            row.getString("subject"),
            row.getString("reach") == null ? null : Reach.valueOf(row.getString("reach")),
            List.of((String[]) row.getArray("teams").getArray()));

    private final JdbcClient jdbc;

    Staff(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** As somebody unknown where nobody has said anything about them. */
    public StaffMember member(String subject) {
        return find(subject).orElseGet(() -> StaffMember.unknown(subject));
    }

    public Optional<StaffMember> find(String subject) {
        return jdbc.sql("""
                        SELECT subject, reach,
                            array(SELECT team FROM staff_team t WHERE t.subject = m.subject ORDER BY team) AS teams
                        FROM staff_member m WHERE subject = :subject
                        """).param("subject", subject).query(MEMBER).optional();
    }

    /** Those of these about whom something was said. */
    public Map<String, StaffMember> find(Collection<String> subjects) {
        Map<String, StaffMember> found = new LinkedHashMap<>();
        jdbc.sql("""
                        SELECT subject, reach,
                            array(SELECT team FROM staff_team t WHERE t.subject = m.subject ORDER BY team) AS teams
                        FROM staff_member m WHERE subject = ANY (:subjects)
                        """)
                .param("subjects", subjects.toArray(String[]::new))
                .query(MEMBER)
                .list()
                .forEach(member -> found.put(member.subject(), member));
        return found;
    }

    /** In the order of subjects. */
    List<StaffMember> page(@Nullable String after, int limit) {
        return jdbc.sql("""
                        SELECT subject, reach,
                            array(SELECT team FROM staff_team t WHERE t.subject = m.subject ORDER BY team) AS teams
                        FROM staff_member m WHERE (:after::text IS NULL OR subject > :after)
                        ORDER BY subject LIMIT :limit
                        """)
                .param("after", after)
                .param("limit", limit)
                .query(MEMBER)
                .list();
    }

    void put(StaffMember member) {
        jdbc.sql("""
                        INSERT INTO staff_member (subject, reach) VALUES (:subject, :reach)
                        ON CONFLICT (subject) DO UPDATE SET reach = excluded.reach, updated_at = now()
                        """)
                .param("subject", member.subject())
                .param("reach", member.reach() == null ? null : member.reach().name())
                .update();
        jdbc.sql("DELETE FROM staff_team WHERE subject = :subject AND team <> ALL (:teams)")
                .param("subject", member.subject())
                .param("teams", member.teams().toArray(String[]::new))
                .update();
        jdbc.sql("""
                        INSERT INTO staff_team (subject, team) SELECT :subject, team FROM unnest(:teams) AS new (team)
                        ON CONFLICT DO NOTHING
                        """)
                .param("subject", member.subject())
                .param("teams", member.teams().toArray(String[]::new))
                .update();
    }

    boolean remove(String subject) {
        return jdbc.sql("DELETE FROM staff_member WHERE subject = :subject")
                        .param("subject", subject)
                        .update()
                > 0;
    }
}
