package io.kehu.identity.number;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code number_event}: every change of a number's life. */
@Repository
class NumberEvents {

    private final JdbcClient jdbc;

    NumberEvents(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What can become of a number. */
    enum Type {
        ACTIVATED,
        EXPIRED,
        RETIRED,
        QUARANTINED,
        RELEASED,
        MERGED,
        UNMERGED
    }

    /**
     * A change.
     *
     * @param other the other number of a merge
     * @param reason a code
     */
    record Change(
            Type type, @Nullable String other, @Nullable String reason, Instant at, String by) {}

    void add(List<String> numbers, Change change) {
        jdbc.sql("""
                        INSERT INTO number_event (number, type, other, reason, at, by)
                        SELECT number, :type, :other, :reason, :at, :by FROM unnest(:numbers) AS number
                        """)
                .param("numbers", numbers.toArray(String[]::new))
                .param("type", change.type().name())
                .param("other", change.other())
                .param("reason", change.reason())
                .param("at", Timestamp.from(change.at()))
                .param("by", change.by())
                .update();
    }

    /** Oldest first. */
    List<Change> of(String number) {
        return jdbc.sql("SELECT type, other, reason, at, by FROM number_event WHERE number = :number ORDER BY id")
                .param("number", number)
                .query((row, index) -> new Change(
                        Type.valueOf(row.getString("type")),
                        row.getString("other"),
                        row.getString("reason"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("by")))
                .list();
    }
}
