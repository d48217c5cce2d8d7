package io.kehu.feedback.calendar;

import io.kehu.feedback.FeedbackProblem;
import io.kehu.feedback.Times;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code calendar_version}; versions never change, so those in use are kept in memory. */
@Repository
public class Calendars {

    private final JdbcClient jdbc;
    private final JsonMapper mapper;
    private final Map<CalendarRef, BusinessCalendar> known = new ConcurrentHashMap<>();

    Calendars(JdbcClient jdbc, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
    }

    public BusinessCalendar of(CalendarRef ref) {
        return known.computeIfAbsent(
                ref,
                wanted -> find(wanted)
                        .map(version -> version.definition().toCalendar())
                        .orElseThrow(() -> new IllegalStateException("There is no calendar " + wanted)));
    }

    /** @throws ProblemException 404 when no calendar has this code */
    public CalendarRef latest(String code) {
        return latestVersion(code)
                .map(CalendarVersion::ref)
                .orElseThrow(() -> new ProblemException(FeedbackProblem.CALENDAR_NOT_FOUND));
    }

    /** The names of the exceptional days of a calendar, for explanations. */
    public Map<java.time.LocalDate, String> dayNames(CalendarRef ref) {
        Map<java.time.LocalDate, String> names = new java.util.HashMap<>();
        find(ref)
                .map(CalendarVersion::definition)
                .map(CalendarDefinition::exceptions)
                .orElse(List.of())
                .forEach(day -> {
                    if (day.name() != null && !day.name().isBlank()) {
                        names.put(day.date(), day.name());
                    }
                });
        return names;
    }

    Optional<CalendarVersion> latestVersion(String code) {
        return jdbc.sql("SELECT * FROM calendar_version WHERE code = :code ORDER BY version DESC LIMIT 1")
                .param("code", code)
                .query((row, number) -> version(row))
                .optional();
    }

    /** By code, newest version first; one row more than the page holds. */
    List<CalendarVersion> list(PageRequest page) {
        Cursor after = page.after(2);
        return jdbc.sql("""
                        SELECT * FROM calendar_version
                        WHERE code > :code OR (code = :code AND version < :version)
                        ORDER BY code, version DESC
                        LIMIT :limit
                        """)
                .param("code", after == null ? "" : after.text(0))
                .param("version", after == null ? 0 : after.number(1))
                .param("limit", page.fetch())
                .query((row, number) -> version(row))
                .list();
    }

    static Cursor position(CalendarVersion version) {
        return Cursor.of(version.definition().code(), version.version());
    }

    /** Until the end of the transaction nobody else makes a version of this code. */
    void lock(String code) {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('calendar ' || :code, 0))")
                .param("code", code)
                .query(row -> {});
    }

    void add(CalendarVersion version) {
        jdbc.sql("""
                        INSERT INTO calendar_version (code, version, zone, definition, created_at, created_by)
                        VALUES (:code, :version, :zone, :definition::jsonb, :createdAt, :createdBy)
                        """)
                .param("code", version.definition().code())
                .param("version", version.version())
                .param("zone", version.definition().zone())
                .param("definition", mapper.writeValueAsString(version.definition()))
                .param("createdAt", Times.parameter(version.createdAt()))
                .param("createdBy", version.createdBy())
                .update();
    }

    private Optional<CalendarVersion> find(CalendarRef ref) {
        return jdbc.sql("SELECT * FROM calendar_version WHERE code = :code AND version = :version")
                .param("code", ref.code())
                .param("version", ref.version())
                .query((row, number) -> version(row))
                .optional();
    }

    private CalendarVersion version(ResultSet row) throws SQLException {
        return new CalendarVersion(
                row.getInt("version"),
                mapper.readValue(row.getString("definition"), CalendarDefinition.class),
                Times.read(row, "created_at"),
                row.getString("created_by"));
    }
}
