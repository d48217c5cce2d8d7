package io.kehu.customer.tag;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code tag}. */
@Repository
class Tags {

    private static final String SELECT = "SELECT code, name, colour, family, retired, version FROM tag";

    private static final RowMapper<Label> LABEL = (row, index) -> new Label(
            row.getString("code"),
            row.getString("name"),
            row.getString("colour"),
            row.getString("family"),
            row.getBoolean("retired"),
            row.getLong("version"));

    private final JdbcClient jdbc;

    Tags(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A tag.
     *
     * @param colour as {@code #rrggbb}
     * @param family tags that belong together, such as {@code interests}
     * @param retired records keep it, nobody can give it
     */
    @Schema(name = "TagLabel")
    record Label(
            @Schema(example = "TEA_LOVER") String code,
            @Schema(example = "爱茶 / tea lover") String name,
            @Schema(example = "#2e7d32") String colour,
            @Schema(example = "口味 / taste") @Nullable String family,
            boolean retired,
            @Schema(example = "3") long version) {}

    List<Label> all() {
        return jdbc.sql(SELECT + " ORDER BY family NULLS LAST, name, code")
                .query(LABEL)
                .list();
    }

    /** Keeps the tag as it is until the end of the transaction, without keeping others from using it. */
    Optional<Label> hold(String code) {
        return jdbc.sql(SELECT + " WHERE code = :code FOR SHARE")
                .param("code", code)
                .query(LABEL)
                .optional();
    }

    Optional<Label> lock(String code) {
        return jdbc.sql(SELECT + " WHERE code = :code FOR UPDATE")
                .param("code", code)
                .query(LABEL)
                .optional();
    }

    /** @return false when the code or the name is taken */
    boolean insert(Label label) {
        return jdbc.sql("""
                        INSERT INTO tag (code, name, colour, family) VALUES (:code, :name, :colour, :family)
                        ON CONFLICT DO NOTHING
                        """)
                        .param("code", label.code())
                        .param("name", label.name())
                        .param("colour", label.colour())
                        .param("family", label.family())
                        .update()
                > 0;
    }

    /** Of a locked tag. @return false when another tag has the name */
    boolean update(Label label) {
        return jdbc.sql("""
                        UPDATE tag SET name = :name, colour = :colour, family = :family, retired = :retired,
                            version = version + 1
                        WHERE code = :code AND (:retired OR NOT EXISTS (
                            SELECT 1 FROM tag other
                            WHERE other.code <> :code AND NOT other.retired AND lower(other.name) = lower(:name)))
                        """)
                        .param("code", label.code())
                        .param("name", label.name())
                        .param("colour", label.colour())
                        .param("family", label.family())
                        .param("retired", label.retired())
                        .update()
                > 0;
    }
}
