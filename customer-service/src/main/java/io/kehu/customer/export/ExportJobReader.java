package io.kehu.customer.export;

import io.kehu.customer.transfer.FileFormat;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.token.Caller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Makes an export of its row. */
@Component
class ExportJobReader {

    private final JsonMapper mapper;

    ExportJobReader(JsonMapper mapper) {
        this.mapper = mapper;
    }

    ExportJob job(ResultSet row) throws SQLException {
        return new ExportJob(
                row.getObject("id", UUID.class),
                ExportState.valueOf(row.getString("state")),
                askedBy(row),
                layout(row),
                mapper.readValue(row.getString("selection"), ExportSelection.class),
                row.getString("purpose"),
                row.getInt("total"),
                row.getInt("row_limit"),
                new ExportJob.Approval(
                        row.getBoolean("approval_needed"),
                        row.getString("approved_by"),
                        instant(row, "approved_at"),
                        row.getString("refused_by")),
                row.getInt("chunks"),
                row.getInt("rows"),
                row.getString("last_number"),
                new ExportJob.Reach(
                        row.getBoolean("reach_everything"), texts(row, "reach_teams"), texts(row, "reach_pools")),
                row.getInt("downloads"),
                row.getString("failure"),
                row.getLong("version"),
                new ExportJob.Times(
                        row.getTimestamp("created_at").toInstant(),
                        instant(row, "started_at"),
                        instant(row, "finished_at"),
                        instant(row, "expires_at")));
    }

    private static Caller askedBy(ResultSet row) throws SQLException {
        String subject = row.getString("created_by");
        Set<Role> roles = texts(row, "roles").stream().map(Role::valueOf).collect(Collectors.toUnmodifiableSet());
        return new Caller(subject, row.getString("created_name"), roles, null, subject);
    }

    private static ExportJob.Layout layout(ResultSet row) throws SQLException {
        return new ExportJob.Layout(
                FileFormat.valueOf(row.getString("format")),
                row.getString("language"),
                texts(row, "columns"),
                texts(row, "headers"),
                texts(row, "kinds").stream().map(CellKind::valueOf).toList(),
                Set.copyOf(texts(row, "clear_columns")));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
