package io.kehu.feedback.feedback;

import io.kehu.feedback.CustomerNumber;
import io.kehu.feedback.Times;
import io.kehu.starter.web.page.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables {@code feedback} and {@code feedback_event}. */
@Repository
class Feedbacks {

    /** Rows as {@link Feedback} needs them. */
    static final String SELECT = "SELECT *, living_number(customer_number) AS living FROM feedback ";

    private final JdbcClient jdbc;

    Feedbacks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A row to be written. */
    record Row(FeedbackId id, NaturalKey key, NewFeedback item, Sealed sealed) {}

    /** A row that was new, and the number that stands for its customer now. */
    record Added(FeedbackId id, @Nullable CustomerNumber living) {}

    /** Its sealed columns. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
    record Sealed(byte @Nullable [] body, byte @Nullable [] externalRef) {}

    Map<NaturalKey, FeedbackId> find(Collection<NaturalKey> keys) {
        Map<NaturalKey, FeedbackId> found = new HashMap<>();
        jdbc.sql("""
                        SELECT f.id, f.channel, f.external_ref_hash, f.external_ref_check
                        FROM unnest(:channels, :hashes, :checks) AS wanted (channel, hash, chk)
                        JOIN feedback f ON f.channel = wanted.channel
                            AND f.external_ref_hash = wanted.hash AND f.external_ref_check = wanted.chk
                        """)
                .param(
                        "channels",
                        keys.stream().map(key -> key.channel().name()).toArray(String[]::new))
                .param("hashes", keys.stream().mapToLong(NaturalKey::hash).toArray())
                .param("checks", keys.stream().mapToLong(NaturalKey::check).toArray())
                .query(row -> {
                    NaturalKey key = new NaturalKey(
                            Channel.valueOf(row.getString("channel")),
                            row.getLong("external_ref_hash"),
                            row.getLong("external_ref_check"));
                    found.put(key, new FeedbackId(row.getObject("id", UUID.class)));
                });
        return found;
    }

    /**
     * Adds rows in one statement, in the order of their keys, so that two batches cannot wait for each other.
     *
     * @return the rows that were new; the others existed already
     */
    List<Added> add(List<Row> rows, Instant receivedAt, String receivedFrom) {
        List<NewFeedback> items = rows.stream().map(Row::item).toList();
        return jdbc.sql("""
                        INSERT INTO feedback (id, channel, external_ref_hash, external_ref_check, external_ref,
                            customer_number, kind, body, rating, product, store, occurred_at, received_at, received_from)
                        SELECT id, channel, hash, chk, ref, number, kind, body, rating, product, store, occurred_at::timestamptz,
                            :receivedAt, :receivedFrom
                        FROM unnest(:ids, :channels, :hashes, :checks, :refs, :numbers, :kinds, :bodies, :ratings, :products,
                            :stores, :occurred)
                            AS new (id, channel, hash, chk, ref, number, kind, body, rating, product, store, occurred_at)
                        ORDER BY channel, hash, chk
                        ON CONFLICT (channel, external_ref_hash, external_ref_check) DO NOTHING
                        RETURNING id, living_number(customer_number) AS living
                        """)
                .param("ids", rows.stream().map(row -> row.id().value()).toArray(UUID[]::new))
                .param(
                        "channels",
                        rows.stream().map(row -> row.key().channel().name()).toArray(String[]::new))
                .param(
                        "hashes",
                        rows.stream().mapToLong(row -> row.key().hash()).toArray())
                .param(
                        "checks",
                        rows.stream().mapToLong(row -> row.key().check()).toArray())
                .param(
                        "refs",
                        rows.stream().map(row -> row.sealed().externalRef()).toArray(byte[][]::new))
                .param(
                        "numbers",
                        items.stream()
                                .map(item -> CustomerNumber.text(item.number()))
                                .toArray(String[]::new))
                .param("kinds", items.stream().map(item -> item.kind().name()).toArray(String[]::new))
                .param("bodies", rows.stream().map(row -> row.sealed().body()).toArray(byte[][]::new))
                .param("ratings", items.stream().map(NewFeedback::rating).toArray(Integer[]::new))
                .param("products", items.stream().map(NewFeedback::product).toArray(String[]::new))
                .param("stores", items.stream().map(NewFeedback::store).toArray(String[]::new))
                .param(
                        "occurred",
                        items.stream().map(item -> item.occurredAt().toString()).toArray(String[]::new))
                .param("receivedAt", Times.parameter(receivedAt))
                .param("receivedFrom", receivedFrom)
                .query((row, number) -> new Added(
                        new FeedbackId(row.getObject("id", UUID.class)),
                        CustomerNumber.ofNullable(row.getString("living"))))
                .list();
    }

    void noteReceived(List<FeedbackId> ids, String actor, Instant at) {
        jdbc.sql("""
                        INSERT INTO feedback_event (feedback_id, seq, type, actor, at, number)
                        SELECT id, 1, 'RECEIVED', :actor, :at, customer_number FROM feedback WHERE id = ANY (:ids)
                        """)
                .param("ids", ids.stream().map(FeedbackId::value).toArray(UUID[]::new))
                .param("actor", actor)
                .param("at", Times.parameter(at))
                .update();
    }

    Optional<Feedback> find(FeedbackId id) {
        return jdbc.sql(SELECT + "WHERE id = :id")
                .param("id", id.value())
                .query((row, number) -> feedback(row))
                .optional();
    }

    /** Nobody links or opens a case about it until the end of the transaction. */
    Optional<Feedback> lock(FeedbackId id) {
        return jdbc.sql(SELECT + "WHERE id = :id FOR UPDATE")
                .param("id", id.value())
                .query((row, number) -> feedback(row))
                .optional();
    }

    void link(Feedback before, CustomerNumber to, Sealed sealed, String actor, Instant at) {
        jdbc.sql("""
                        UPDATE feedback
                        SET customer_number = :to, body = :body, external_ref = :ref, version = version + 1
                        WHERE id = :id AND customer_number IS NULL
                        """)
                .param("id", before.id().value())
                .param("to", to.value())
                .param("body", sealed.body())
                .param("ref", sealed.externalRef())
                .update();
        jdbc.sql("""
                        INSERT INTO feedback_event (feedback_id, seq, type, actor, at, number)
                        VALUES (:id, :seq, 'LINKED', :actor, :at, :to)
                        """)
                .param("id", before.id().value())
                .param("seq", before.version() + 1)
                .param("to", to.value())
                .param("actor", actor)
                .param("at", Times.parameter(at))
                .update();
    }

    /** Newest first; one row more than the page holds. */
    List<Feedback> list(FeedbackFilter filter, PageRequest page) {
        return jdbc.sql(filter.sql(page))
                .params(filter.parameters(page))
                .query((row, number) -> feedback(row))
                .list();
    }

    /** How much customers have given. */
    long countOf(List<String> numbers) {
        return jdbc.sql("SELECT count(*) FROM feedback WHERE customer_number = ANY (:numbers)")
                .param("numbers", numbers.toArray(String[]::new))
                .query(Long.class)
                .single();
    }

    private static Feedback feedback(ResultSet row) throws SQLException {
        return new Feedback(
                new FeedbackId(row.getObject("id", UUID.class)),
                Channel.valueOf(row.getString("channel")),
                row.getBytes("external_ref"),
                CustomerNumber.ofNullable(row.getString("customer_number")),
                CustomerNumber.ofNullable(row.getString("living")),
                Kind.valueOf(row.getString("kind")),
                row.getBytes("body"),
                row.getObject("rating", Integer.class),
                row.getString("product"),
                row.getString("store"),
                Times.read(row, "occurred_at"),
                Times.read(row, "received_at"),
                row.getLong("version"));
    }
}
