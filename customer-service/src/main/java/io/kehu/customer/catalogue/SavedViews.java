package io.kehu.customer.catalogue;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.staff.Staff;
import io.kehu.customer.staff.StaffMember;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code saved_view}. Views of others that are not shared with the caller answer like views that do not exist. */
@Repository
class SavedViews {

    private static final String READABLE =
            "(owner = :owner OR sharing = 'ALL' OR sharing = 'TEAM' AND team = ANY (:teams))";

    private final JdbcClient jdbc;
    private final Staff staff;
    private final JsonMapper mapper;

    SavedViews(JdbcClient jdbc, Staff staff, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.staff = staff;
        this.mapper = mapper;
    }

    /** The caller's own and those shared with their teams or everybody, oldest first. */
    List<SavedView> page(Caller caller, @Nullable UUID after, int limit) {
        return asked(
                        "SELECT * FROM saved_view WHERE " + READABLE
                                + " AND (:after::uuid IS NULL OR id > :after) ORDER BY id LIMIT :limit",
                        caller)
                .param("after", after)
                .param("limit", limit)
                .query((row, index) -> view(row))
                .list();
    }

    SavedView readable(UUID id, Caller caller) {
        return one(asked("SELECT * FROM saved_view WHERE id = :id AND " + READABLE, caller), id);
    }

    /** As it is, for whoever has locked it. */
    SavedView required(UUID id) {
        return one(jdbc.sql("SELECT * FROM saved_view WHERE id = :id"), id);
    }

    /** Locks a view the caller may change until the end of the transaction: their own, or for managers one of a team they are in. */
    SavedView lock(UUID id, Caller caller) {
        return one(asked("""
                                SELECT * FROM saved_view
                                WHERE id = :id AND (owner = :owner OR :manager AND sharing = 'TEAM' AND team = ANY (:teams))
                                FOR UPDATE
                                """, caller).param("manager", caller.has(Role.MANAGER)), id);
    }

    /** Locks the caller's own view until the end of the transaction. */
    SavedView lockOwn(UUID id, Caller caller) {
        return one(
                jdbc.sql("SELECT * FROM saved_view WHERE id = :id AND owner = :owner FOR UPDATE")
                        .param("owner", caller.originatingSubject()),
                id);
    }

    private JdbcClient.StatementSpec asked(String sql, Caller caller) {
        StaffMember member = staff.member(caller.originatingSubject());
        return jdbc.sql(sql)
                .param("owner", member.subject())
                .param("teams", member.teams().toArray(String[]::new));
    }

    private SavedView one(JdbcClient.StatementSpec statement, UUID id) {
        return statement
                .param("id", id)
                .query((row, index) -> view(row))
                .optional()
                .orElseThrow(SavedViews::notFound);
    }

    UUID insert(String owner, SavedView.Settings settings) {
        UUID id = TimeOrderedIds.next();
        write(jdbc.sql("""
                        INSERT INTO saved_view (id, owner, name, sharing, team, filters, columns, sort)
                        VALUES (:id, :owner, :name, :sharing, :team, :filters::jsonb, :columns, :sort)
                        """).param("owner", owner), id, settings);
        return id;
    }

    void update(UUID id, SavedView.Settings settings) {
        write(jdbc.sql("""
                        UPDATE saved_view SET name = :name, sharing = :sharing, team = :team, filters = :filters::jsonb,
                            columns = :columns, sort = :sort, version = version + 1, updated_at = now()
                        WHERE id = :id
                        """), id, settings);
    }

    void delete(UUID id) {
        jdbc.sql("DELETE FROM saved_view WHERE id = :id").param("id", id).update();
    }

    private void write(JdbcClient.StatementSpec statement, UUID id, SavedView.Settings settings) {
        try {
            statement
                    .param("id", id)
                    .param("name", settings.name())
                    .param("sharing", settings.sharing().name())
                    .param("team", settings.team())
                    .param("filters", mapper.writeValueAsString(settings.filters()))
                    .param("columns", settings.columns().toArray(String[]::new))
                    .param("sort", settings.sort())
                    .update();
        } catch (DuplicateKeyException e) {
            throw new ProblemException(CustomerProblem.VIEW_EXISTS);
        }
    }

    private SavedView view(ResultSet row) throws SQLException {
        return new SavedView(
                row.getObject("id", UUID.class),
                row.getString("owner"),
                new SavedView.Settings(
                        row.getString("name"),
                        SavedView.Sharing.valueOf(row.getString("sharing")),
                        row.getString("team"),
                        mapper.readValue(row.getString("filters"), SavedView.Filters.class),
                        List.of((String[]) row.getArray("columns").getArray()),
                        row.getString("sort")),
                row.getLong("version"));
    }

    private static ProblemException notFound() {
        return new ProblemException(CustomerProblem.VIEW_NOT_FOUND);
    }
}
