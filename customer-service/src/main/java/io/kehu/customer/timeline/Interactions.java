package io.kehu.customer.timeline;

import io.kehu.starter.protection.key.Column;
import io.kehu.starter.protection.key.PersonalData;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code interaction}. */
@Repository
class Interactions {

    static final Column SUMMARY = new Column("interaction", "summary");

    private static final RowMapper<Sealed> SEALED = (row, index) -> new Sealed(
            new Interaction(
                    row.getString("number"),
                    row.getTimestamp("at").toInstant(),
                    row.getObject("id", UUID.class),
                    row.getString("kind"),
                    row.getString("source"),
                    row.getString("ref"),
                    row.getString("payload"),
                    row.getString("traceparent"),
                    row.getString("channel"),
                    row.getString("actor"),
                    null),
            row.getBytes("summary"));

    private final JdbcClient jdbc;
    private final PersonalData personalData;

    Interactions(JdbcClient jdbc, PersonalData personalData) {
        this.jdbc = jdbc;
        this.personalData = personalData;
    }

    /**
     * One entry of a timeline.
     *
     * @param id of the event it comes from
     * @param kind type of the event
     * @param source service that told it
     * @param payload data of the event as JSON; numbers, ids, amounts, never personal
     * @param actor subject of who wrote it down
     * @param summary in their words
     */
    record Interaction(
            String number,
            Instant at,
            UUID id,
            String kind,
            String source,
            @Nullable String ref,
            String payload,
            @Nullable String traceparent,
            @Nullable String channel,
            @Nullable String actor,
            @Nullable String summary) {

        /** What an event told. */
        static Interaction told(
                String number,
                Instant at,
                UUID id,
                String kind,
                String source,
                @Nullable String ref,
                String payload,
                @Nullable String traceparent) {
            return new Interaction(number, at, id, kind, source, ref, payload, traceparent, null, null, null);
        }

        Interaction saying(String words) {
            return new Interaction(number, at, id, kind, source, ref, payload, traceparent, channel, actor, words);
        }
    }

    /**
     * What a timeline is narrowed to.
     *
     * @param kind beginning of the kind
     * @param notes whether what staff wrote down belongs to it
     */
    record Filter(
            @Nullable String kind,
            @Nullable String channel,
            @Nullable Instant from,
            @Nullable Instant to,
            boolean notes) {}

    /** A query for a page that ends before a time and id. */
    @FunctionalInterface
    interface PageQuery {
        JdbcClient.StatementSpec before(@Nullable Instant at, @Nullable UUID id, int limit);
    }

    /** In the caller's transaction; an entry that is there already stays as it is. */
    void append(List<Interaction> interactions) {
        ensureMonths(interactions.stream().map(Interaction::at).toList());
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

    /** Newest first, of a customer's every number; each by its own index, merged. */
    List<Interaction> page(
            String number, Filter filter, @Nullable Instant beforeAt, @Nullable UUID beforeId, int limit) {
        return opened(jdbc.sql("""
                        SELECT number, at, id, kind, source, ref, payload::text AS payload, traceparent, channel, actor, summary
                        FROM unnest(number_family(:number)) AS filed (under)
                        CROSS JOIN LATERAL (
                            SELECT * FROM interaction
                            WHERE number = filed.under
                            AND (:kind::text IS NULL OR kind LIKE :kind || '%')
                            AND (:channel::text IS NULL OR channel = :channel)
                            AND (:from::timestamptz IS NULL OR at >= :from::timestamptz)
                            AND (:to::timestamptz IS NULL OR at < :to::timestamptz)
                            AND (:notes OR summary IS NULL)
                            AND (:beforeAt::timestamptz IS NULL OR (at, id) < (:beforeAt::timestamptz, :beforeId::uuid))
                            ORDER BY at DESC, id DESC LIMIT :limit
                        ) AS entry
                        ORDER BY at DESC, id DESC
                        LIMIT :limit
                        """)
                .param("number", number)
                .param("kind", filter.kind())
                .param("channel", filter.channel())
                .param("from", filter.from() == null ? null : filter.from().toString())
                .param("to", filter.to() == null ? null : filter.to().toString())
                .param("notes", filter.notes())
                .param("beforeAt", beforeAt == null ? null : beforeAt.toString())
                .param("beforeId", beforeId == null ? null : beforeId.toString())
                .param("limit", limit));
    }

    /** Looks on behind rows that only may be meant, so that a page is full as long as there is something. */
    List<Interaction> walk(
            PageQuery query,
            Predicate<Interaction> meant,
            @Nullable Instant beforeAt,
            @Nullable UUID beforeId,
            int limit) {
        List<Interaction> found = new ArrayList<>();
        Instant at = beforeAt;
        UUID id = beforeId;
        while (found.size() < limit) {
            List<Interaction> candidates = opened(query.before(at, id, limit));
            candidates.stream().filter(meant).forEach(found::add);
            if (candidates.size() < limit) {
                break;
            }
            at = candidates.getLast().at();
            id = candidates.getLast().id();
        }
        return found.subList(0, Math.min(limit, found.size()));
    }

    private List<Interaction> opened(JdbcClient.StatementSpec query) {
        List<Sealed> rows = query.query(SEALED).list();
        PersonalData.Vault vault = personalData.open(rows.stream()
                .filter(row -> row.summary() != null)
                .map(row -> row.interaction().number())
                .distinct()
                .toList());
        return rows.stream().map(row -> row.opened(vault)).toList();
    }

    /** A row as it is stored. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
    private record Sealed(Interaction interaction, byte @Nullable [] summary) {

        /** What a customer who was erased said is unreadable, and shown as nothing. */
        Interaction opened(PersonalData.Vault vault) {
            String number = interaction.number();
            if (summary == null || !vault.holds(number)) {
                return interaction;
            }
            return interaction.saying(vault.open(number, SUMMARY, summary));
        }
    }

    /** Makes sure that the table has room for these times. */
    void ensureMonths(Collection<Instant> times) {
        Set<LocalDate> months = new TreeSet<>();
        times.forEach(
                time -> months.add(LocalDate.ofInstant(time, ZoneOffset.UTC).withDayOfMonth(1)));
        months.forEach(this::ensureMonth);
    }

    private void ensureMonth(LocalDate month) {
        jdbc.sql("SELECT ensure_month('interaction', :month::date)::text")
                .param("month", month.toString())
                .query(String.class)
                .list();
    }
}
