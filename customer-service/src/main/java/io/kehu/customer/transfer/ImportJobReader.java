package io.kehu.customer.transfer;

import java.nio.charset.Charset;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Makes an import of its row. */
@Component
class ImportJobReader {

    private final JsonMapper mapper;

    ImportJobReader(JsonMapper mapper) {
        this.mapper = mapper;
    }

    ImportJob job(ResultSet row) throws SQLException {
        return new ImportJob(
                row.getObject("id", UUID.class),
                ImportState.valueOf(row.getString("state")),
                row.getString("file_name"),
                new FileShape(
                        FileFormat.valueOf(row.getString("format")),
                        Charset.forName(row.getString("encoding")),
                        row.getString("delimiter").charAt(0),
                        texts(row, "columns"),
                        row.getString("sheet"),
                        texts(row, "sheets")),
                new ColumnMapping(
                        mapper.readValue(row.getString("mapping"), new TypeReference<Map<String, String>>() {})),
                ImportJob.MappingSource.valueOf(row.getString("mapping_source")),
                DateOrder.valueOf(row.getString("date_order")),
                DuplicateCheck.valueOf(row.getString("duplicate_check")),
                row.getInt("total"),
                row.getInt("checked"),
                row.getInt("planned"),
                row.getInt("applied"),
                new ImportJob.Approval(
                        row.getBoolean("approval_needed"),
                        row.getInt("changes"),
                        row.getString("approved_by"),
                        instant(row, "approved_at")),
                new ImportJob.Undo(
                        row.getInt("touched"),
                        row.getInt("undone"),
                        row.getInt("kept"),
                        instant(row, "undo_started_at"),
                        row.getString("undo_by")),
                row.getString("failure"),
                row.getLong("version"),
                row.getString("created_by"),
                row.getTimestamp("created_at").toInstant(),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                instant(row, "applied_at"),
                instant(row, "forgotten_at"));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return List.of((String[]) array.getArray());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
