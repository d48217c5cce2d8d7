package io.kehu.notification.messaging;

import io.kehu.notification.CustomerNumber;
import io.kehu.notification.NotificationProperties;
import io.kehu.notification.message.AcceptMessages;
import io.kehu.notification.message.DedupeKey;
import io.kehu.notification.message.NewMessage;
import io.kehu.notification.template.TemplateKey;
import io.kehu.starter.messaging.EventEnvelope;
import io.kehu.starter.messaging.ReceivedEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Makes messages of facts, one per event and template however often the event arrives. A fact that is too old still makes a message, whose
 * time is over: the gate EXPIRY refuses it, and that is on record.
 */
@Component
class FactMessages {

    private static final TemplateKey WELCOME = new TemplateKey("welcome");
    private static final TemplateKey POINTS_EARNED = new TemplateKey("points-earned");
    private static final TemplateKey POINTS_REVERSED = new TemplateKey("points-reversed");
    private static final TemplateKey POINTS_EXPIRING = new TemplateKey("points-expiring");
    private static final TemplateKey SURVEY_INVITATION = new TemplateKey("survey-invitation");

    /** Customers who came in by themselves know nothing of us yet; those who were carried over do. */
    private static final Set<String> CARRIED_OVER = Set.of("IMPORT", "EXTERNAL");

    private static final int LONGEST_LABEL = 100;

    private final AcceptMessages accept;
    private final NotificationProperties properties;

    FactMessages(AcceptMessages accept, NotificationProperties properties) {
        this.accept = accept;
        this.properties = properties;
    }

    /** What we need of {@code customer.profile.registered.v1}. */
    record Registered(String number, String source) {

        Registered {
            require(number, source);
        }
    }

    /** What we need of {@code loyalty.points.earned.v1} and {@code loyalty.points.reversed.v1}. */
    record PointsBooked(String number, long points, long balance, String businessRef) {

        PointsBooked {
            require(number, businessRef);
        }
    }

    /** What we need of {@code loyalty.points.expiring.v1}. */
    record PointsExpiring(UUID noticeId, String number, long points, LocalDate lastDay, long balance) {

        PointsExpiring {
            require(number, noticeId, lastDay);
        }
    }

    /** What we need of {@code feedback.survey.invited.v1}. */
    record Invited(UUID invitationId, String number, Instant expiresAt) {

        Invited {
            require(number, invitationId, expiresAt);
        }
    }

    void registered(List<ReceivedEvent<Registered>> events) {
        accept.accept(events.stream()
                .filter(event -> !CARRIED_OVER.contains(event.data().source()))
                .map(event -> message(event.envelope(), event.data().number(), WELCOME, Map.of()))
                .toList());
    }

    void earned(List<ReceivedEvent<PointsBooked>> events) {
        accept.accept(events.stream()
                .map(event -> message(event.envelope(), event.data().number(), POINTS_EARNED, parameters(event.data())))
                .toList());
    }

    void reversed(List<ReceivedEvent<PointsBooked>> events) {
        accept.accept(events.stream()
                .map(event ->
                        message(event.envelope(), event.data().number(), POINTS_REVERSED, parameters(event.data())))
                .toList());
    }

    /** Under a key made of the notice, by which loyalty-service finds out whether its member was told. */
    void expiring(List<ReceivedEvent<PointsExpiring>> events) {
        accept.accept(events.stream()
                .map(event -> message(
                        event.envelope(),
                        DedupeKey.ofEvent(event.data().noticeId(), POINTS_EXPIRING.value()),
                        event.data().number(),
                        POINTS_EXPIRING,
                        Map.of(
                                "points", event.data().points(),
                                "lastDay", event.data().lastDay().toString(),
                                "balance", event.data().balance())))
                .toList());
    }

    void invited(List<ReceivedEvent<Invited>> events) {
        accept.accept(events.stream().map(this::invitation).toList());
    }

    private NewMessage invitation(ReceivedEvent<Invited> event) {
        Invited invited = event.data();
        Map<String, Object> parameters = Map.of(
                "invitationId",
                invited.invitationId().toString(),
                "expiresAt",
                invited.expiresAt().toString());
        NewMessage message = message(event.envelope(), invited.number(), SURVEY_INVITATION, parameters);
        return invited.expiresAt().isBefore(message.expiresAt()) ? message.until(invited.expiresAt()) : message;
    }

    private NewMessage message(
            EventEnvelope event, String number, TemplateKey template, Map<String, Object> parameters) {
        return message(event, DedupeKey.ofEvent(event.id(), template.value()), number, template, parameters);
    }

    private NewMessage message(
            EventEnvelope event,
            DedupeKey dedupeKey,
            String number,
            TemplateKey template,
            Map<String, Object> parameters) {
        return new NewMessage(
                dedupeKey,
                new CustomerNumber(number),
                template,
                parameters,
                null,
                event.time().plus(properties.eventAge()),
                event.type(),
                "service:" + event.source().replaceFirst("^/", ""),
                event.traceparent());
    }

    private static Map<String, Object> parameters(PointsBooked booked) {
        return Map.of(
                "points", booked.points(), "balance", booked.balance(), "businessRef", label(booked.businessRef()));
    }

    /** What does not fit is cut, between characters. */
    private static String label(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST_LABEL
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_LABEL));
    }

    /** An event that says too little does not fit its record, so that it is put aside as malformed. */
    private static void require(String number, Object... others) {
        boolean isComplete = number != null && Arrays.stream(others).allMatch(Objects::nonNull);
        if (!isComplete || !number.matches(CustomerNumber.PATTERN)) {
            throw new IllegalArgumentException("Not all of the fact.");
        }
    }
}
