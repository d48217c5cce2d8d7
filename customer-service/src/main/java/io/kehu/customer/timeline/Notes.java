package io.kehu.customer.timeline;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Scope;
import io.kehu.starter.protection.key.PersonalData;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What people wrote down, in the table {@code interaction}: sealed, and found by keyed tokens. */
@Repository
class Notes {

    private final JdbcClient jdbc;
    private final Interactions interactions;
    private final PersonalData personalData;
    private final NoteTokens tokens;

    Notes(JdbcClient jdbc, Interactions interactions, PersonalData personalData, NoteTokens tokens) {
        this.jdbc = jdbc;
        this.interactions = interactions;
        this.personalData = personalData;
        this.tokens = tokens;
    }

    /** Something written down. */
    record Note(
            UUID id,
            CustomerNumber number,
            Instant at,
            NoteBody.Kind kind,
            @Nullable ContactChannel channel,
            String source,
            String actor,
            @Nullable String ref,
            String summary) {}

    /** In the caller's transaction. @return ids of those that were not there yet */
    List<UUID> append(List<Note> notes) {
        interactions.ensureMonths(notes.stream().map(Note::at).toList());
        PersonalData.Vault vault =
                personalData.openOrCreate(texts(notes, note -> note.number().value()));
        return jdbc.sql("""
                        INSERT INTO interaction
                            (number, at, id, kind, source, ref, payload, channel, actor, summary, search_tokens)
                        SELECT number, at::timestamptz, id, kind, source, ref, '{}', channel, actor, summary,
                            tokens::bigint[]
                        FROM unnest(:numbers, :ats, :ids, :kinds, :sources, :refs, :channels, :actors, :summaries, :tokens)
                            AS new (number, at, id, kind, source, ref, channel, actor, summary, tokens)
                        ON CONFLICT DO NOTHING
                        RETURNING id
                        """)
                .param("numbers", column(notes, note -> note.number().value()))
                .param("ats", column(notes, note -> note.at().toString()))
                .param("ids", notes.stream().map(Note::id).toArray(UUID[]::new))
                .param("kinds", column(notes, note -> note.kind().timelineKind()))
                .param("sources", column(notes, Note::source))
                .param("refs", column(notes, Note::ref))
                .param(
                        "channels",
                        column(
                                notes,
                                note -> note.channel() == null
                                        ? null
                                        : note.channel().name()))
                .param("actors", column(notes, Note::actor))
                .param(
                        "summaries",
                        notes.stream()
                                .map(note -> vault.seal(note.number().value(), Interactions.SUMMARY, note.summary()))
                                .toArray(byte[][]::new))
                .param("tokens", column(notes, note -> arrayText(tokens.of(note.summary()))))
                .query(UUID.class)
                .list();
    }

    /**
     * Newest first, of customers in the scope.
     *
     * @param number null for all of them
     */
    List<Interactions.Interaction> search(
            String asked,
            @Nullable CustomerNumber number,
            Scope scope,
            @Nullable Instant beforeAt,
            @Nullable UUID beforeId,
            int limit) {
        long[] wanted = tokens.of(asked);
        if (wanted.length == 0) {
            return List.of();
        }
        String folded = NoteTokens.folded(asked);
        return interactions.walk(
                (at, id, size) -> jdbc.sql("""
                                SELECT i.number, i.at, i.id, i.kind, i.source, i.ref, i.payload::text AS payload, i.traceparent,
                                    i.channel, i.actor, i.summary
                                FROM interaction i JOIN customer c ON c.number = living_number(i.number)
                                WHERE i.search_tokens @> :tokens AND %s
                                    AND (:number::text IS NULL OR i.number = ANY (number_family(:number)))
                                    AND (:beforeAt::timestamptz IS NULL
                                        OR (i.at, i.id) < (:beforeAt::timestamptz, :beforeId::uuid))
                                ORDER BY i.at DESC, i.id DESC LIMIT :limit
                                """.formatted(scope.condition()))
                        .params(scope.parameters())
                        .param("tokens", wanted)
                        .param("number", number == null ? null : number.value())
                        .param("beforeAt", at == null ? null : at.toString())
                        .param("beforeId", id == null ? null : id.toString())
                        .param("limit", size),
                interaction -> interaction.summary() != null
                        && NoteTokens.folded(interaction.summary()).contains(folded),
                beforeAt,
                beforeId,
                limit);
    }

    private static List<String> texts(List<Note> notes, Function<Note, String> value) {
        return notes.stream().map(value).distinct().toList();
    }

    @SuppressWarnings("NullAway") // Arrays of the driver may hold nulls.
    private static String[] column(List<Note> notes, Function<Note, @Nullable String> value) {
        return notes.stream().map(value).toArray(String[]::new);
    }

    private static String arrayText(long[] values) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "" : ",").append(values[i]);
        }
        return text.append('}').toString();
    }
}
