package io.kehu.customer.catalogue;

import io.kehu.customer.CustomerProblem;
import io.kehu.starter.protection.catalogue.DataClass;
import io.kehu.starter.security.Role;
import io.kehu.starter.web.problem.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code custom_field}. */
@Repository
class CustomFieldTable {

    private final JdbcClient jdbc;
    private final JsonMapper mapper;

    CustomFieldTable(JdbcClient jdbc, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
    }

    /** In the order of positions; retired ones as well. */
    List<CustomField> all() {
        return jdbc.sql("SELECT * FROM custom_field ORDER BY position, code")
                .query((row, index) -> field(row))
                .list();
    }

    Optional<CustomField> find(String code) {
        return jdbc.sql("SELECT * FROM custom_field WHERE code = :code")
                .param("code", code)
                .query((row, index) -> field(row))
                .optional();
    }

    CustomField required(String code) {
        return find(code).orElseThrow(() -> new ProblemException(CustomerProblem.CUSTOM_FIELD_NOT_FOUND));
    }

    /** @return false when the code is taken */
    boolean insert(String code, FieldSettings settings) {
        return bound(jdbc.sql("""
                        INSERT INTO custom_field (code, label_zh, label_en, type, class, rules, dictionary, visible_to,
                            editable_by, searchable, importable, position, state)
                        VALUES (:code, :labelZh, :labelEn, :type, :class, :rules::jsonb, :dictionary, :visibleTo,
                            :editableBy, :searchable, :importable, :position, :state)
                        ON CONFLICT (code) DO NOTHING
                        """), code, settings).update() == 1;
    }

    void update(String code, FieldSettings settings) {
        bound(jdbc.sql("""
                        UPDATE custom_field SET label_zh = :labelZh, label_en = :labelEn, type = :type, class = :class,
                            rules = :rules::jsonb, dictionary = :dictionary, visible_to = :visibleTo,
                            editable_by = :editableBy, searchable = :searchable, importable = :importable,
                            position = :position, state = :state, version = version + 1, updated_at = now()
                        WHERE code = :code
                        """), code, settings).update();
    }

    /** @return whether one of these had no values before */
    boolean markUsed(Collection<String> codes) {
        return jdbc.sql("UPDATE custom_field SET used = true WHERE code = ANY (:codes) AND NOT used")
                        .param("codes", codes.toArray(String[]::new))
                        .update()
                > 0;
    }

    private JdbcClient.StatementSpec bound(JdbcClient.StatementSpec statement, String code, FieldSettings settings) {
        return statement
                .param("code", code)
                .param("labelZh", settings.label().zh())
                .param("labelEn", settings.label().en())
                .param("type", settings.type().name())
                .param("class", settings.dataClass().name())
                .param("rules", mapper.writeValueAsString(settings.rules()))
                .param("dictionary", settings.dictionary())
                .param("visibleTo", names(settings.visibleTo()))
                .param("editableBy", names(settings.editableBy()))
                .param("searchable", settings.searchable())
                .param("importable", settings.importable())
                .param("position", settings.position())
                .param("state", settings.state().name());
    }

    private CustomField field(ResultSet row) throws SQLException {
        FieldSettings settings = new FieldSettings(
                new Label(row.getString("label_zh"), row.getString("label_en")),
                FieldType.valueOf(row.getString("type")),
                DataClass.valueOf(row.getString("class")),
                mapper.readValue(row.getString("rules"), FieldRules.class),
                row.getString("dictionary"),
                roles(row, "visible_to"),
                roles(row, "editable_by"),
                row.getBoolean("searchable"),
                row.getBoolean("importable"),
                row.getInt("position"),
                CustomField.State.valueOf(row.getString("state")));
        return new CustomField(row.getString("code"), settings, row.getBoolean("used"), row.getLong("version"));
    }

    private static String[] names(Set<Role> roles) {
        return roles.stream().map(Role::name).sorted().toArray(String[]::new);
    }

    private static Set<Role> roles(ResultSet row, String column) throws SQLException {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        Arrays.stream((String[]) row.getArray(column).getArray())
                .map(Role::valueOf)
                .forEach(roles::add);
        return roles;
    }
}
