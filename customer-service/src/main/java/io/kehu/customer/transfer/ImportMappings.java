package io.kehu.customer.transfer;

import io.kehu.starter.protection.token.SearchTokens;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code import_mapping}: what was said of the last file with the same header. */
@Repository
class ImportMappings {

    private static final String HEADER = "import.header";
    private static final String HEADER_CHECK = "import.header.check";

    private final JdbcClient jdbc;
    private final SearchTokens tokens;
    private final JsonMapper mapper;

    ImportMappings(JdbcClient jdbc, SearchTokens tokens, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.tokens = tokens;
        this.mapper = mapper;
    }

    /** How a file was read. */
    record Remembered(ColumnMapping mapping, DateOrder dateOrder) {}

    Optional<Remembered> find(List<String> columns) {
        String header = fingerprint(columns);
        return jdbc.sql("""
                        SELECT mapping, date_order FROM import_mapping WHERE token = :token AND token2 = :token2
                        """)
                .param("token", tokens.token(HEADER, header))
                .param("token2", tokens.token(HEADER_CHECK, header))
                .query((row, index) -> new Remembered(
                        new ColumnMapping(mapper.readValue(
                                row.getString("mapping"), new TypeReference<Map<String, String>>() {})),
                        DateOrder.valueOf(row.getString("date_order"))))
                .optional()
                .filter(remembered -> remembered.mapping().fault(columns).isEmpty());
    }

    void remember(List<String> columns, ColumnMapping mapping, DateOrder dateOrder, String by) {
        String header = fingerprint(columns);
        Map<String, String> targets = new LinkedHashMap<>(mapping.targets());
        targets.keySet().removeIf(ErrorFile::isReasonColumn);
        jdbc.sql("""
                        INSERT INTO import_mapping (token, token2, mapping, date_order, used_by)
                        VALUES (:token, :token2, :mapping::jsonb, :dateOrder, :by)
                        ON CONFLICT (token, token2) DO UPDATE SET mapping = excluded.mapping,
                            date_order = excluded.date_order, used_by = excluded.used_by, used_at = now()
                        """)
                .param("token", tokens.token(HEADER, header))
                .param("token2", tokens.token(HEADER_CHECK, header))
                .param("mapping", mapper.writeValueAsString(targets))
                .param("dateOrder", dateOrder.name())
                .param("by", by)
                .update();
    }

    /** An error file has the header of its upload, but for the column of reasons. */
    private static String fingerprint(List<String> columns) {
        return String.join(
                "\0",
                columns.stream()
                        .filter(column -> !ErrorFile.isReasonColumn(column))
                        .toList());
    }
}
