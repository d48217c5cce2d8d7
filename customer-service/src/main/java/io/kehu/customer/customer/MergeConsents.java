package io.kehu.customer.customer;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What customers agreed to when they turn out to be one: consent only shrinks. Whoever said no under one number has said no; a yes that was
 * given under a number that is given up does not become a yes under the other one.
 */
@Component
public class MergeConsents {

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    MergeConsents(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    /**
     * A word of the survivor that a merge replaced by a no.
     *
     * @param state before; null where nothing had been said
     * @param source of the word before
     * @param at when it was said
     * @param actor who recorded it
     * @param notice version of the text the customer was shown
     * @param evidence sealed, as it stood
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Replaced(
            Consent.Channel channel,
            Consent.Purpose purpose,
            Consent.@Nullable State state,
            @Nullable String source,
            @Nullable Instant at,
            @Nullable String actor,
            @Nullable String notice,
            byte @Nullable [] evidence) {}

    /** How many of the losers' consents are not taken over. */
    public int lost(CustomerNumber survivor, Collection<CustomerNumber> losers) {
        return jdbc.sql("""
                        SELECT count(DISTINCT (l.channel, l.purpose)) FROM consent l
                        LEFT JOIN consent s ON s.number = :survivor AND s.channel = l.channel AND s.purpose = l.purpose
                        WHERE l.number = ANY (:losers)
                            AND (l.state = 'GRANTED' AND s.state IS DISTINCT FROM 'GRANTED'
                                OR l.state = 'WITHDRAWN' AND s.state = 'GRANTED')
                        """)
                .param("survivor", survivor.value())
                .param("losers", texts(losers))
                .query(Integer.class)
                .single();
    }

    /** In the caller's transaction, on customers the caller has locked. @return what was there before */
    public List<Replaced> merge(CustomerNumber survivor, Collection<CustomerNumber> losers, Instant at, String actor) {
        List<Replaced> replaced = jdbc.sql("""
                        SELECT DISTINCT l.channel, l.purpose, s.state, s.source, s.at, s.actor, s.notice, s.evidence FROM consent l
                        LEFT JOIN consent s ON s.number = :survivor AND s.channel = l.channel AND s.purpose = l.purpose
                        WHERE l.number = ANY (:losers) AND l.state = 'WITHDRAWN' AND s.state IS DISTINCT FROM 'WITHDRAWN'
                        ORDER BY l.channel, l.purpose
                        """)
                .param("survivor", survivor.value())
                .param("losers", texts(losers))
                .query((row, index) -> {
                    String state = row.getString("state");
                    Timestamp said = row.getTimestamp("at");
                    return new Replaced(
                            Consent.Channel.valueOf(row.getString("channel")),
                            Consent.Purpose.valueOf(row.getString("purpose")),
                            state == null ? null : Consent.State.valueOf(state),
                            row.getString("source"),
                            said == null ? null : said.toInstant(),
                            row.getString("actor"),
                            row.getString("notice"),
                            row.getBytes("evidence"));
                })
                .list();
        jdbc.sql("""
                        INSERT INTO consent (number, channel, purpose, state, source, at, actor)
                        SELECT :survivor, channel, purpose, 'WITHDRAWN', 'MERGE', :at, :actor
                        FROM unnest(:channels, :purposes) AS no (channel, purpose)
                        ON CONFLICT (number, channel, purpose)
                            DO UPDATE SET state = excluded.state, source = excluded.source, at = excluded.at,
                                actor = excluded.actor, notice = NULL, evidence = NULL
                        """)
                .param("survivor", survivor.value())
                .param("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
                .param("actor", actor)
                .param("channels", channels(replaced))
                .param("purposes", purposes(replaced))
                .update();
        tell(
                survivor,
                replaced.stream().map(one -> new Consent(one.channel(), one.purpose(), Consent.State.WITHDRAWN)));
        return replaced;
    }

    /**
     * In the caller's transaction, on customers the caller has locked. What the merge replaced is as before, unless the customer has spoken
     * since; a no they said while they were one counts for all of them.
     *
     * @param since when they became one
     */
    public void unmerge(
            CustomerNumber survivor, Collection<CustomerNumber> losers, List<Replaced> replaced, Instant since) {
        jdbc.sql("""
                        UPDATE consent l SET state = 'WITHDRAWN', source = s.source, at = s.at, actor = s.actor, notice = s.notice,
                            evidence = NULL
                        FROM consent s
                        WHERE s.number = :survivor AND s.state = 'WITHDRAWN' AND s.source <> 'MERGE' AND s.at > :since
                            AND l.number = ANY (:losers) AND l.channel = s.channel AND l.purpose = s.purpose
                            AND l.state = 'GRANTED'
                        """)
                .param("survivor", survivor.value())
                .param("losers", texts(losers))
                .param("since", OffsetDateTime.ofInstant(since, ZoneOffset.UTC))
                .update();
        List<Replaced> unsaid =
                replaced.stream().filter(one -> one.state() == null).toList();
        List<Replaced> said =
                replaced.stream().filter(one -> one.state() != null).toList();
        jdbc.sql("""
                        DELETE FROM consent c USING unnest(:channels, :purposes) AS no (channel, purpose)
                        WHERE c.number = :survivor AND c.channel = no.channel AND c.purpose = no.purpose AND c.source = 'MERGE'
                        """)
                .param("survivor", survivor.value())
                .param("channels", channels(unsaid))
                .param("purposes", purposes(unsaid))
                .update();
        jdbc.sql("""
                        UPDATE consent c SET state = was.state, source = was.source, at = was.at::timestamptz, actor = was.actor,
                            notice = was.notice, evidence = was.evidence
                        FROM unnest(:channels, :purposes, :states, :sources, :ats, :actors, :notices, :evidence)
                            AS was (channel, purpose, state, source, at, actor, notice, evidence)
                        WHERE c.number = :survivor AND c.channel = was.channel AND c.purpose = was.purpose
                            AND c.source = 'MERGE'
                        """)
                .param("survivor", survivor.value())
                .param("channels", channels(said))
                .param("purposes", purposes(said))
                .param(
                        "states",
                        said.stream().map(one -> String.valueOf(one.state())).toArray(String[]::new))
                .param("sources", said.stream().map(Replaced::source).toArray(String[]::new))
                .param("ats", said.stream().map(one -> String.valueOf(one.at())).toArray(String[]::new))
                .param("actors", said.stream().map(Replaced::actor).toArray(String[]::new))
                .param("notices", said.stream().map(Replaced::notice).toArray(String[]::new))
                .param("evidence", said.stream().map(Replaced::evidence).toArray(byte[][]::new))
                .update();
    }

    private void tell(CustomerNumber number, Stream<Consent> words) {
        List<Consent> changed = words.toList();
        if (!changed.isEmpty()) {
            events.publishEvent(new ConsentChanged(number, changed));
        }
    }

    private static String[] channels(List<Replaced> words) {
        return words.stream().map(word -> word.channel().name()).toArray(String[]::new);
    }

    private static String[] purposes(List<Replaced> words) {
        return words.stream().map(word -> word.purpose().name()).toArray(String[]::new);
    }

    private static String[] texts(Collection<CustomerNumber> numbers) {
        return numbers.stream().map(CustomerNumber::value).toArray(String[]::new);
    }
}
