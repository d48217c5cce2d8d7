package io.kehu.customer.catalogue;

import io.kehu.customer.CustomerProblem;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code layout}; only what the catalogue knows is written into it. */
@Repository
class Layouts {

    private final JdbcClient jdbc;
    private final JsonMapper mapper;

    Layouts(JdbcClient jdbc, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
    }

    /** By name. */
    List<Layout> all() {
        return jdbc.sql("SELECT * FROM layout ORDER BY name")
                .query((row, index) -> layout(row))
                .list();
    }

    Optional<Layout> find(String name) {
        return jdbc.sql("SELECT * FROM layout WHERE name = :name")
                .param("name", name)
                .query((row, index) -> layout(row))
                .optional();
    }

    Layout required(String name) {
        return find(name).orElseThrow(Layouts::notFound);
    }

    /** Locks the layout until the end of the transaction. */
    Layout lock(String name) {
        return jdbc.sql("SELECT * FROM layout WHERE name = :name FOR UPDATE")
                .param("name", name)
                .query((row, index) -> layout(row))
                .optional()
                .orElseThrow(Layouts::notFound);
    }

    /** @return false when the name is taken */
    boolean insert(String name, Layout.Settings settings, Catalogue catalogue) {
        verify(settings, catalogue);
        return jdbc.sql("""
                        INSERT INTO layout (name, label_zh, label_en, sections)
                        VALUES (:name, :zh, :en, :sections::jsonb)
                        ON CONFLICT (name) DO NOTHING
                        """)
                        .param("name", name)
                        .param("zh", settings.label().zh())
                        .param("en", settings.label().en())
                        .param("sections", mapper.writeValueAsString(settings.sections()))
                        .update()
                == 1;
    }

    void update(String name, Layout.Settings settings, Catalogue catalogue) {
        verify(settings, catalogue);
        jdbc.sql("""
                        UPDATE layout SET label_zh = :zh, label_en = :en, sections = :sections::jsonb,
                            version = version + 1, updated_at = now()
                        WHERE name = :name
                        """)
                .param("name", name)
                .param("zh", settings.label().zh())
                .param("en", settings.label().en())
                .param("sections", mapper.writeValueAsString(settings.sections()))
                .update();
    }

    private static void verify(Layout.Settings settings, Catalogue catalogue) {
        List<FieldProblem> faults = new ArrayList<>();
        for (int i = 0; i < settings.sections().size(); i++) {
            List<String> names = settings.sections().get(i).fields();
            Set<String> seen = new HashSet<>();
            for (int j = 0; j < names.size(); j++) {
                String pointer = "/sections/" + i + "/fields/" + j;
                if (!FieldNames.known(names.get(j), catalogue)) {
                    faults.add(new FieldProblem(pointer, "custom-unknown"));
                } else if (!seen.add(names.get(j))) {
                    faults.add(new FieldProblem(pointer, "duplicate"));
                }
            }
        }
        if (!faults.isEmpty()) {
            throw new ProblemException(CustomerProblem.LAYOUT_INVALID, faults);
        }
    }

    private Layout layout(ResultSet row) throws SQLException {
        List<Layout.Section> sections =
                mapper.readValue(row.getString("sections"), new TypeReference<List<Layout.Section>>() {});
        return new Layout(
                row.getString("name"),
                new Layout.Settings(new Label(row.getString("label_zh"), row.getString("label_en")), sections),
                row.getLong("version"));
    }

    private static ProblemException notFound() {
        return new ProblemException(CustomerProblem.LAYOUT_NOT_FOUND);
    }
}
