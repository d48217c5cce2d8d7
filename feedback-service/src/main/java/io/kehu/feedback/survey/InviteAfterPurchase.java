package io.kehu.feedback.survey;

import io.kehu.feedback.CustomerNumber;
import io.kehu.feedback.messaging.Fact;
import io.kehu.feedback.messaging.Facts;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.messaging.EventCodec.MalformedEventException;
import io.kehu.starter.messaging.EventEnvelope;
import io.kehu.starter.messaging.ReceivedEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Asks customers about what they just bought, unless they were asked about something not long ago. A purchase is asked about once,
 * however often we hear of it; one that was made too long ago is not asked about at all, so that an import of history invites nobody.
 */
@Component
class InviteAfterPurchase {

    private static final String TYPE = "feedback.survey.invited.v1";
    private static final String PURCHASE = "PURCHASE";
    private static final byte[] NO_TOKEN = new byte[0];

    private final Surveys surveys;
    private final Invitations invitations;
    private final InvitationTokens tokens;
    private final Facts facts;
    private final SurveyProperties properties;
    private final Transactions transactions;
    private final Clock clock;
    private final MeterRegistry meters;

    InviteAfterPurchase(
            Surveys surveys,
            Invitations invitations,
            InvitationTokens tokens,
            Facts facts,
            SurveyProperties properties,
            Transactions transactions,
            Clock clock,
            MeterRegistry meters) {
        this.surveys = surveys;
        this.invitations = invitations;
        this.tokens = tokens;
        this.facts = facts;
        this.properties = properties;
        this.transactions = transactions;
        this.clock = clock;
        this.meters = meters;
    }

    /** What we read of a purchase. */
    record Purchase(UUID purchaseId, String number, Instant occurredAt) {}

    /** The event's data. */
    record SurveyInvited(UUID invitationId, String number, String survey, Instant expiresAt) {}

    void invite(List<ReceivedEvent<Purchase>> purchases) {
        SurveyCode code = properties.purchaseSurvey();
        if (code == null) {
            return;
        }
        transactions.run(() -> surveys.published(code).ifPresent(survey -> invite(survey, purchases)));
    }

    private record Candidate(Invitations.Trigger trigger, Instant occurredAt, EventEnvelope cause) {}

    private void invite(SurveyVersion survey, List<ReceivedEvent<Purchase>> purchases) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<Candidate> candidates = candidates(survey.survey(), purchases, now);
        if (candidates.isEmpty()) {
            return;
        }
        Set<CustomerNumber> askable = invitations.claim(
                candidates.stream()
                        .map(candidate -> candidate.trigger().number())
                        .collect(Collectors.toSet()),
                now,
                now.minus(properties.quietPeriod()));
        Map<Invitations.Row, Candidate> rows = new LinkedHashMap<>();
        Set<CustomerNumber> left = new java.util.HashSet<>(askable);
        for (Candidate candidate : candidates) {
            boolean asked = left.remove(candidate.trigger().number());
            InvitationId id = new InvitationId(TimeOrderedIds.next());
            byte[] hash = asked ? tokens.hash(tokens.token(id)) : NO_TOKEN;
            rows.put(new Invitations.Row(id, candidate.trigger(), !asked, hash), candidate);
        }
        Instant expiresAt = now.plus(properties.lifetime());
        Set<InvitationId> added = invitations.add(survey, List.copyOf(rows.keySet()), now, expiresAt);
        List<Fact> told = new ArrayList<>();
        rows.forEach((row, candidate) -> {
            if (added.contains(row.id())) {
                count(row.suppressed() ? "suppressed" : "invited");
                if (!row.suppressed()) {
                    told.add(fact(survey.survey(), row, expiresAt, candidate.cause()));
                }
            }
        });
        facts.tell(told);
    }

    /** Fresh purchases without an invitation, each once, the latest of a customer first: that is the one to ask about. */
    private List<Candidate> candidates(SurveyCode survey, List<ReceivedEvent<Purchase>> purchases, Instant now) {
        Instant oldest = now.minus(properties.purchaseAge());
        Map<String, Candidate> fresh = new LinkedHashMap<>();
        purchases.stream()
                .sorted(Comparator.comparing((ReceivedEvent<Purchase> event) -> occurredAt(event))
                        .reversed())
                .forEach(event -> {
                    if (occurredAt(event).isBefore(oldest)) {
                        count("too-old");
                    } else {
                        Candidate candidate = new Candidate(trigger(event.data()), occurredAt(event), event.envelope());
                        fresh.putIfAbsent(candidate.trigger().ref(), candidate);
                    }
                });
        Set<String> known = fresh.isEmpty()
                ? Set.of()
                : invitations.known(
                        survey, fresh.values().stream().map(Candidate::trigger).toList());
        return fresh.values().stream()
                .filter(candidate -> !known.contains(candidate.trigger().ref()))
                .toList();
    }

    private static Instant occurredAt(ReceivedEvent<Purchase> event) {
        return Optional.ofNullable(event.data().occurredAt())
                .orElseThrow(() -> new MalformedEventException("no occurredAt"));
    }

    private static Invitations.Trigger trigger(Purchase purchase) {
        if (purchase.purchaseId() == null || purchase.number() == null || !CustomerNumber.isOne(purchase.number())) {
            throw new MalformedEventException("no purchase of a customer");
        }
        return new Invitations.Trigger(
                PURCHASE, purchase.purchaseId().toString(), new CustomerNumber(purchase.number()));
    }

    private static Fact fact(SurveyCode survey, Invitations.Row row, Instant expiresAt, EventEnvelope cause) {
        String number = row.trigger().number().value();
        return new Fact(TYPE, number, new SurveyInvited(row.id().value(), number, survey.value(), expiresAt), cause);
    }

    private void count(String outcome) {
        meters.counter("feedback.survey.invitations", "outcome", outcome).increment();
    }
}
