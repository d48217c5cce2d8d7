package io.kehu.feedback;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** How points in time go into the database and come back, whatever zone the machine is in and whatever year a caller sends. */
public final class Times {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    private Times() {}

    /** As a statement's parameter; what PostgreSQL could not hold becomes the nearest it can. */
    public static OffsetDateTime parameter(Instant time) {
        Instant storable = time.isBefore(FIRST) ? FIRST : time.isAfter(LAST) ? LAST : time;
        return storable.atOffset(ZoneOffset.UTC);
    }

    public static @Nullable OffsetDateTime parameterOrNull(@Nullable Instant time) {
        return time == null ? null : parameter(time);
    }

    public static Instant read(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    public static @Nullable Instant readOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
