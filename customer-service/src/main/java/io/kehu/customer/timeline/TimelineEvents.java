package io.kehu.customer.timeline;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.timeline.Interactions.Interaction;
import io.kehu.starter.messaging.EventEnvelope;
import io.kehu.starter.messaging.ReceivedEvent;
import io.kehu.starter.messaging.Subscription;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Everything any service tells about a customer goes into the timeline, our own facts included. */
@Configuration(proxyBeanMethods = false)
class TimelineEvents {

    private static final String IMPORT_APPLIED = "customer.import.applied.v1";

    @Bean
    Subscription timelineSubscription(Interactions interactions) {
        return Subscription.to("customer.timeline")
                .onAll(List.of("#"), JsonNode.class, events -> append(interactions, events))
                .build();
    }

    private static void append(Interactions interactions, List<ReceivedEvent<JsonNode>> events) {
        List<Interaction> entries = new ArrayList<>();
        for (ReceivedEvent<JsonNode> event : events) {
            if (event.envelope().type().equals(IMPORT_APPLIED)) {
                addImported(entries, event);
            } else {
                String number = event.data().path("number").asString("");
                if (number.matches(CustomerNumber.PATTERN)) {
                    entries.add(entry(number, event, event.data().toString()));
                }
            }
        }
        if (!entries.isEmpty()) {
            interactions.append(entries);
        }
    }

    private static void addImported(List<Interaction> entries, ReceivedEvent<JsonNode> event) {
        String importId = event.data().path("importId").asString("");
        String payload =
                JsonMapper.shared().createObjectNode().put("importId", importId).toString();
        event.data().path("registered").forEach(number -> entries.add(entry(number.asString(), event, payload)));
        event.data().path("changed").forEach(number -> entries.add(entry(number.asString(), event, payload)));
    }

    private static Interaction entry(String number, ReceivedEvent<JsonNode> event, String payload) {
        EventEnvelope envelope = event.envelope();
        return Interaction.told(
                number,
                happenedAt(event),
                envelope.id(),
                envelope.type(),
                envelope.source(),
                ref(event.data()),
                payload,
                envelope.traceparent());
    }

    /** When it happened to the customer, which for a late purchase is before it was told. */
    private static Instant happenedAt(ReceivedEvent<JsonNode> event) {
        try {
            String occurredAt = event.data().path("occurredAt").asString("");
            return occurredAt.isEmpty() ? event.envelope().time() : Instant.parse(occurredAt);
        } catch (DateTimeException e) {
            return event.envelope().time();
        }
    }

    /** What people would look it up by. */
    private static @Nullable String ref(JsonNode data) {
        for (String name : List.of("refundNo", "orderNo", "businessRef", "caseNo", "invitationId", "messageId")) {
            String value = data.path(name).asString("");
            if (!value.isEmpty()) {
                return value;
            }
        }
        return null;
    }
}
