package io.kehu.feedback.survey;

import io.kehu.feedback.CustomerNumber;
import io.kehu.feedback.messaging.Fact;
import io.kehu.feedback.messaging.Facts;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.merging.MergedNumbers;
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
import org.jspecify.annotations.Nullable;
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
    private final MergedNumbers numbers;
    private final InvitationTokens tokens;
    private final Facts facts;
    private final SurveyProperties properties;
    private final Transactions transactions;
    private final Clock clock;
    private final MeterRegistry meters;

    InviteAfterPurchase(
            Surveys surveys,
            Invitations invitations,
            MergedNumbers numbers,
            InvitationTokens tokens,
            Facts facts,
            SurveyProperties properties,
            Transactions transactions,
            Clock clock,
            MeterRegistry meters) {
        this.surveys = surveys;
        this.invitations = invitations;
        this.numbers = numbers;
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
        transactions.run(() -> {
            // A merge that came in between could have one person asked twice.
            numbers.hold();
            surveys.published(code).ifPresent(survey -> invite(survey, purchases));
        });
    }

    /** @param living the number that stands for the customer of the trigger now */
    private record Candidate(Invitations.Trigger trigger, CustomerNumber living, EventEnvelope cause) {

        Candidate livingAs(@Nullable String number) {
            return number == null ? this : new Candidate(trigger, new CustomerNumber(number), cause);
        }
    }

    private void invite(SurveyVersion survey, List<ReceivedEvent<Purchase>> purchases) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<Candidate> candidates = candidates(survey.survey(), purchases, now);
        if (candidates.isEmpty()) {
            return;
        }
        Set<Candidate> askable = askable(candidates, now);
        Map<Invitations.Row, Candidate> rows = new LinkedHashMap<>();
        for (Candidate candidate : candidates) {
            boolean asked = askable.contains(candidate);
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
                    told.add(fact(survey.survey(), row, expiresAt, candidate));
                }
            }
        });
        facts.tell(told);
    }

    /** Of each customer the first, unless they were asked not long ago. */
    private Set<Candidate> askable(List<Candidate> candidates, Instant now) {
        Map<CustomerNumber, Candidate> first = new LinkedHashMap<>();
        candidates.forEach(candidate -> first.putIfAbsent(candidate.living(), candidate));
        Set<CustomerNumber> claimed = invitations.claim(
                first.values().stream()
                        .map(candidate -> candidate.trigger().number())
                        .collect(Collectors.toSet()),
                now,
                now.minus(properties.quietPeriod()));
        return first.values().stream()
                .filter(candidate -> claimed.contains(candidate.trigger().number()))
                .collect(Collectors.toSet());
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
                        Invitations.Trigger trigger = trigger(event.data());
                        fresh.putIfAbsent(trigger.ref(), new Candidate(trigger, trigger.number(), event.envelope()));
                    }
                });
        Set<String> known = fresh.isEmpty()
                ? Set.of()
                : invitations.known(
                        survey, fresh.values().stream().map(Candidate::trigger).toList());
        return living(fresh.values().stream()
                .filter(candidate -> !known.contains(candidate.trigger().ref()))
                .toList());
    }

    private List<Candidate> living(List<Candidate> candidates) {
        Map<String, String> merged = numbers.living(
                candidates.stream().map(candidate -> candidate.living().value()).toList());
        return candidates.stream()
                .map(candidate ->
                        candidate.livingAs(merged.get(candidate.living().value())))
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

    private static Fact fact(SurveyCode survey, Invitations.Row row, Instant expiresAt, Candidate candidate) {
        String number = candidate.living().value();
        SurveyInvited invited = new SurveyInvited(row.id().value(), number, survey.value(), expiresAt);
        return new Fact(TYPE, number, invited, candidate.cause());
    }

    private void count(String outcome) {
        meters.counter("feedback.survey.invitations", "outcome", outcome).increment();
    }
}
