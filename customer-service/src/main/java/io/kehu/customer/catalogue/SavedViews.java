package io.kehu.customer.catalogue;

import io.kehu.customer.CustomerProblem;
import io.kehu.starter.base.TimeOrderedIds;
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

/** The table {@code saved_view}. Views of others that are not shared answer like views that do not exist. */
@Repository
class SavedViews {

    private final JdbcClient jdbc;
    private final JsonMapper mapper;

    SavedViews(JdbcClient jdbc, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
    }

    /** The caller's own and those shared with everybody, oldest first. */
    List<SavedView> page(Caller caller, @Nullable UUID after, int limit) {
        return jdbc.sql("""
                        SELECT * FROM saved_view
                        WHERE (owner = :owner OR sharing = 'ALL') AND (:after::uuid IS NULL OR id > :after)
                        ORDER BY id LIMIT :limit
                        """)
                .param("owner", caller.originatingSubject())
                .param("after", after)
                .param("limit", limit)
                .query((row, index) -> view(row))
                .list();
    }

    SavedView readable(UUID id, Caller caller) {
        return jdbc.sql("SELECT * FROM saved_view WHERE id = :id AND (owner = :owner OR sharing = 'ALL')")
                .param("id", id)
                .param("owner", caller.originatingSubject())
                .query((row, index) -> view(row))
                .optional()
                .orElseThrow(SavedViews::notFound);
    }

    /** Locks the caller's own view until the end of the transaction. */
    SavedView lock(UUID id, Caller caller) {
        return jdbc.sql("SELECT * FROM saved_view WHERE id = :id AND owner = :owner FOR UPDATE")
                .param("id", id)
                .param("owner", caller.originatingSubject())
                .query((row, index) -> view(row))
                .optional()
                .orElseThrow(SavedViews::notFound);
    }

    UUID insert(String owner, SavedView.Settings settings) {
        UUID id = TimeOrderedIds.next();
        write(jdbc.sql("""
                        INSERT INTO saved_view (id, owner, name, sharing, filters, columns, sort)
                        VALUES (:id, :owner, :name, :sharing, :filters::jsonb, :columns, :sort)
                        """).param("owner", owner), id, settings);
        return id;
    }

    void update(UUID id, SavedView.Settings settings) {
        write(jdbc.sql("""
                        UPDATE saved_view SET name = :name, sharing = :sharing, filters = :filters::jsonb,
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
                        mapper.readValue(row.getString("filters"), SavedView.Filters.class),
                        List.of((String[]) row.getArray("columns").getArray()),
                        row.getString("sort")),
                row.getLong("version"));
    }

    private static ProblemException notFound() {
        return new ProblemException(CustomerProblem.VIEW_NOT_FOUND);
    }
}
