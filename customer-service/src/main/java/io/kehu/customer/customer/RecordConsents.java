package io.kehu.customer.customer;

import io.kehu.starter.protection.key.PersonalData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Records what customers say about being reached once they are registered. Every word is kept; the latest one stands. */
@Component
public class RecordConsents {

    private final JdbcClient jdbc;
    private final PersonalData personalData;
    private final Consents consents;
    private final ApplicationEventPublisher events;

    RecordConsents(JdbcClient jdbc, PersonalData personalData, Consents consents, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.personalData = personalData;
        this.consents = consents;
        this.events = events;
    }

    /**
     * What a customer said.
     *
     * @param at when they said it, in microseconds
     * @param notice version of the text they were shown
     * @param evidence where the proof is
     */
    public record Word(
            Consent consent,
            Instant at,
            @Nullable String notice,
            @Nullable String evidence) {}

    /**
     * In the caller's transaction, on a customer the caller has locked. A word that is older than the one that stands is remembered and
     * changes nothing; of two that were said at once, the no stands.
     *
     * @param words at most one for a channel and purpose
     */
    public void record(CustomerNumber number, List<Word> words, Source source, String actor) {
        Set<Consent> before = new HashSet<>(consents.of(List.of(number)).getOrDefault(number, List.of()));
        Rows rows = new Rows(number, words, evidence(number, words), source, actor);
        Set<Consent> standing = new HashSet<>(rows.bind(jdbc.sql("""
                        INSERT INTO consent AS standing (number, channel, purpose, state, source, at, actor, notice, evidence)
                        SELECT :number, channel, purpose, state, :source, at::timestamptz, :actor, notice, evidence
                        FROM unnest(:channels, :purposes, :states, :ats, :notices, :evidence)
                            AS word (channel, purpose, state, at, notice, evidence)
                        ON CONFLICT (number, channel, purpose) DO UPDATE
                            SET state = excluded.state, source = excluded.source, at = excluded.at, actor = excluded.actor,
                                notice = excluded.notice, evidence = excluded.evidence
                            WHERE (excluded.at, excluded.state = 'WITHDRAWN') >= (standing.at, standing.state = 'WITHDRAWN')
                        RETURNING channel, purpose, state
                        """))
                .query((row, index) -> Consents.consent(row))
                .list());
        List<Word> late = words.stream()
                .filter(word -> !standing.contains(word.consent()))
                .toList();
        remember(new Rows(number, late, evidence(number, late), source, actor));
        List<Consent> changed =
                standing.stream().filter(word -> !before.contains(word)).toList();
        if (!changed.isEmpty()) {
            events.publishEvent(new ConsentChanged(number, changed));
        }
    }

    private void remember(Rows late) {
        if (late.words().isEmpty()) {
            return;
        }
        late.bind(jdbc.sql("""
                        INSERT INTO consent_event (number, channel, purpose, state, source, at, actor, notice, evidence)
                        SELECT :number, channel, purpose, state, :source, at::timestamptz, :actor, notice, evidence
                        FROM unnest(:channels, :purposes, :states, :ats, :notices, :evidence)
                            AS word (channel, purpose, state, at, notice, evidence)
                        """)).update();
    }

    private List<byte @Nullable []> evidence(CustomerNumber number, List<Word> words) {
        List<byte @Nullable []> sealed = new ArrayList<>();
        boolean any = words.stream().anyMatch(word -> word.evidence() != null);
        PersonalData.Vault vault = any ? personalData.openOrCreate(List.of(number.value())) : null;
        for (Word word : words) {
            sealed.add(
                    vault == null || word.evidence() == null
                            ? null
                            : vault.seal(number.value(), ConsentHistory.EVIDENCE, word.evidence()));
        }
        return sealed;
    }

    /** Words on their way into a table. */
    private record Rows(
            CustomerNumber number, List<Word> words, List<byte @Nullable []> evidence, Source source, String actor) {

        JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement) {
            return statement
                    .param("number", number.value())
                    .param("source", source.name())
                    .param("actor", actor)
                    .param("channels", texts(word -> word.consent().channel().name()))
                    .param("purposes", texts(word -> word.consent().purpose().name()))
                    .param("states", texts(word -> word.consent().state().name()))
                    .param("ats", texts(word -> word.at().toString()))
                    .param("notices", texts(Word::notice))
                    .param("evidence", evidence.toArray(byte[][]::new));
        }

        private @Nullable String[] texts(Function<Word, @Nullable String> part) {
            return words.stream().map(part).toArray(String[]::new);
        }
    }
}
