package io.kehu.notification.message;

import io.kehu.notification.Channel;
import io.kehu.notification.CustomerNumber;
import io.kehu.notification.DatabaseTime;
import io.kehu.notification.Purpose;
import io.kehu.notification.template.Template;
import io.kehu.notification.template.TemplateKey;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code message}, as those see it who ask for messages; the workers' side is in the package dispatch. */
@Repository
class Messages {

    private static final TypeReference<Map<String, Object>> PARAMETERS = new TypeReference<>() {};

    /** Rows as {@link Message} needs them. */
    private static final String SELECT = "SELECT *, living_number(customer_number) AS living FROM message ";

    private final JdbcClient jdbc;
    private final JsonMapper mapper;

    Messages(JdbcClient jdbc, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
    }

    /** A wish with what its template says about it. */
    record Draft(MessageId id, NewMessage wish, Template template) {}

    /**
     * Takes those whose dedupe key is new. In the order of the keys, so that two batches with common keys wait for each other instead of
     * locking each other out.
     */
    Set<MessageId> takeNew(List<Draft> drafts, Instant now) {
        if (drafts.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(jdbc.sql("""
                        INSERT INTO message (id, dedupe_key, purpose, priority, customer_number, channel, template, parameters,
                            not_before, expires_at, state, due_at, source, requested_by, traceparent, created_at, updated_at)
                        SELECT id, dedupe_key, purpose, priority, number, channel, template, parameters::jsonb, not_before,
                            expires_at, CASE WHEN not_before > :now THEN 'ACCEPTED' ELSE 'READY' END,
                            greatest(not_before, :now), source, requested_by, traceparent, :now, :now
                        FROM unnest(:ids, :keys, :purposes, :priorities, :numbers, :channels, :templates, :parameters,
                                :notBefores::timestamptz[], :expiries::timestamptz[], :sources, :requesters, :traces)
                            AS new (id, dedupe_key, purpose, priority, number, channel, template, parameters, not_before,
                                expires_at, source, requested_by, traceparent)
                        ORDER BY dedupe_key
                        ON CONFLICT (dedupe_key) DO NOTHING
                        RETURNING id
                        """)
                .param("now", DatabaseTime.of(now))
                .param("ids", drafts.stream().map(draft -> draft.id().value()).toArray(UUID[]::new))
                .param("keys", texts(drafts, draft -> draft.wish().dedupeKey().value()))
                .param(
                        "purposes",
                        texts(drafts, draft -> draft.template().purpose().name()))
                .param(
                        "priorities",
                        drafts.stream()
                                .mapToInt(draft -> draft.template().purpose().priority())
                                .toArray())
                .param("numbers", texts(drafts, draft -> draft.wish().number().value()))
                .param(
                        "channels",
                        texts(drafts, draft -> draft.template().channel().name()))
                .param(
                        "templates",
                        texts(drafts, draft -> draft.template().key().value()))
                .param(
                        "parameters",
                        texts(
                                drafts,
                                draft -> mapper.writeValueAsString(draft.wish().parameters())))
                .param(
                        "notBefores",
                        texts(drafts, draft -> DatabaseTime.text(draft.wish().notBefore())))
                .param(
                        "expiries",
                        texts(drafts, draft -> DatabaseTime.text(draft.wish().expiresAt())))
                .param("sources", texts(drafts, draft -> draft.wish().source()))
                .param("requesters", texts(drafts, draft -> draft.wish().requestedBy()))
                .param("traces", texts(drafts, draft -> draft.wish().traceparent()))
                .query((row, number) -> new MessageId(row.getObject("id", UUID.class)))
                .list());
    }

    Map<DedupeKey, Message> find(Collection<DedupeKey> keys) {
        Map<DedupeKey, Message> found = new HashMap<>();
        jdbc.sql(SELECT + "WHERE dedupe_key = ANY (:keys)")
                .param("keys", keys.stream().map(DedupeKey::value).toArray(String[]::new))
                .query(row -> {
                    Message message = message(row);
                    found.put(message.dedupeKey(), message);
                });
        return found;
    }

    Optional<Message> find(MessageId id) {
        return jdbc.sql(SELECT + "WHERE id = :id")
                .param("id", id.value())
                .query((row, number) -> message(row))
                .optional();
    }

    /** Newest first, by all numbers of the customer. */
    Page<Message> list(CustomerNumber number, PageRequest page) {
        Cursor after = page.after(1);
        List<Message> rows = jdbc.sql(SELECT + """
                        WHERE customer_number = ANY (number_family(:number))
                            AND (CAST(:after AS uuid) IS NULL OR id < :after)
                        ORDER BY id DESC
                        LIMIT :limit
                        """)
                .param("number", number.value())
                .param("after", after == null ? null : after.uuid(0))
                .param("limit", page.fetch())
                .query((row, count) -> message(row))
                .list();
        return Page.of(rows, page, last -> Cursor.of(last.id()));
    }

    private static @Nullable String[] texts(List<Draft> drafts, Function<Draft, @Nullable String> text) {
        @Nullable String[] texts = new String[drafts.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = text.apply(drafts.get(i));
        }
        return texts;
    }

    private Message message(ResultSet row) throws SQLException {
        return new Message(
                new MessageId(row.getObject("id", UUID.class)),
                new DedupeKey(row.getString("dedupe_key")),
                Purpose.valueOf(row.getString("purpose")),
                new CustomerNumber(row.getString("customer_number")),
                new CustomerNumber(row.getString("living")),
                Channel.valueOf(row.getString("channel")),
                new TemplateKey(row.getString("template")),
                mapper.readValue(row.getString("parameters"), PARAMETERS),
                DatabaseTime.readIfAny(row, "not_before"),
                DatabaseTime.read(row, "expires_at"),
                MessageState.valueOf(row.getString("state")),
                row.getString("reason"),
                DatabaseTime.read(row, "due_at"),
                row.getInt("attempts"),
                row.getString("source"),
                row.getString("requested_by"),
                row.getLong("version"),
                DatabaseTime.read(row, "created_at"),
                DatabaseTime.read(row, "updated_at"));
    }
}
