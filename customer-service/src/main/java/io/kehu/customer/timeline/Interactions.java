package io.kehu.customer.timeline;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code interaction}. */
@Repository
class Interactions {

    private final JdbcClient jdbc;

    Interactions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One entry of a timeline.
     *
     * @param id of the event it comes from
     * @param kind type of the event
     * @param source service that told it
     * @param payload data of the event as JSON; numbers, ids, amounts, never personal
     */
    record Interaction(
            String number,
            Instant at,
            UUID id,
            String kind,
            String source,
            @Nullable String ref,
            String payload,
            @Nullable String traceparent) {}

    /** In the caller's transaction; an entry that is there already stays as it is. */
    void append(List<Interaction> interactions) {
        Set<LocalDate> months = new TreeSet<>();
        interactions.forEach(interaction ->
                months.add(LocalDate.ofInstant(interaction.at(), ZoneOffset.UTC).withDayOfMonth(1)));
        months.forEach(this::ensureMonth);
        jdbc.sql("""
                        INSERT INTO interaction (number, at, id, kind, source, ref, payload, traceparent)
                        SELECT number, at::timestamptz, id, kind, source, ref, payload::jsonb, traceparent
                        FROM unnest(:numbers, :ats, :ids, :kinds, :sources, :refs, :payloads, :traces)
                            AS new (number, at, id, kind, source, ref, payload, traceparent)
                        ON CONFLICT DO NOTHING
                        """)
                .param("numbers", interactions.stream().map(Interaction::number).toArray(String[]::new))
                .param("ats", interactions.stream().map(i -> i.at().toString()).toArray(String[]::new))
                .param("ids", interactions.stream().map(Interaction::id).toArray(UUID[]::new))
                .param("kinds", interactions.stream().map(Interaction::kind).toArray(String[]::new))
                .param("sources", interactions.stream().map(Interaction::source).toArray(String[]::new))
                .param("refs", interactions.stream().map(Interaction::ref).toArray(String[]::new))
                .param(
                        "payloads",
                        interactions.stream().map(Interaction::payload).toArray(String[]::new))
                .param(
                        "traces",
                        interactions.stream().map(Interaction::traceparent).toArray(String[]::new))
                .update();
    }

    /** Newest first. */
    List<Interaction> page(
            String number, @Nullable String kind, @Nullable Instant beforeAt, @Nullable UUID beforeId, int limit) {
        return jdbc.sql("""
                        SELECT number, at, id, kind, source, ref, payload::text AS payload, traceparent
                        FROM interaction
                        WHERE number = :number
                            AND (:kind::text IS NULL OR kind LIKE :kind || '%')
                            AND (:beforeAt::timestamptz IS NULL OR (at, id) < (:beforeAt::timestamptz, :beforeId::uuid))
                        ORDER BY at DESC, id DESC
                        LIMIT :limit
                        """)
                .param("number", number)
                .param("kind", kind)
                .param("beforeAt", beforeAt == null ? null : beforeAt.toString())
                .param("beforeId", beforeId == null ? null : beforeId.toString())
                .param("limit", limit)
                .query((row, index) -> new Interaction(
                        row.getString("number"),
                        row.getTimestamp("at").toInstant(),
                        row.getObject("id", UUID.class),
                        row.getString("kind"),
                        row.getString("source"),
                        row.getString("ref"),
                        row.getString("payload"),
                        row.getString("traceparent")))
                .list();
    }

    private void ensureMonth(LocalDate month) {
        jdbc.sql("SELECT ensure_month('interaction', :month::date)::text")
                .param("month", month.toString())
                .query(String.class)
                .list();
    }
}
