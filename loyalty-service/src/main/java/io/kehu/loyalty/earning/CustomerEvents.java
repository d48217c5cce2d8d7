package io.kehu.loyalty.earning;

import io.kehu.loyalty.event.PointsEvents;
import io.kehu.loyalty.ledger.MemberAccounts;
import io.kehu.loyalty.program.Programs;
import io.kehu.starter.messaging.EventEnvelope;
import io.kehu.starter.messaging.ReceivedEvent;
import io.kehu.starter.messaging.Subscription;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What customer-service tells us: who is new, what was bought, what came back. */
@Configuration(proxyBeanMethods = false)
class CustomerEvents {

    /** As much of customer.profile.registered.v1 as we need. */
    record ProfileRegistered(String number) {}

    /** As much of customer.import.applied.v1 as we need. */
    record ImportApplied(List<String> registered) {}

    @Bean
    Subscription customerSubscription(
            Programs programs,
            MemberAccounts members,
            EarnPoints earnPoints,
            TakeBackPoints takeBackPoints,
            PointsEvents pointsEvents) {
        return Subscription.to("loyalty.customer")
                .on(
                        "customer.profile.registered.v1",
                        ProfileRegistered.class,
                        events -> open(
                                programs,
                                members,
                                events.stream()
                                        .map(event -> event.data().number())
                                        .toList()))
                .on(
                        "customer.import.applied.v1",
                        ImportApplied.class,
                        events -> open(
                                programs,
                                members,
                                events.stream()
                                        .flatMap(event -> event.data().registered().stream())
                                        .toList()))
                .on(
                        "customer.purchase.recorded.v1",
                        PurchaseRecorded.class,
                        events -> earn(programs, earnPoints, pointsEvents, events))
                .on(
                        "customer.purchase.refunded.v1",
                        PurchaseRefunded.class,
                        events -> takeBack(programs, takeBackPoints, pointsEvents, events))
                .build();
    }

    private static void open(Programs programs, MemberAccounts members, List<String> numbers) {
        if (!numbers.isEmpty()) {
            programs.all().forEach(program -> members.open(program.code(), numbers));
        }
    }

    private static void earn(
            Programs programs,
            EarnPoints earnPoints,
            PointsEvents pointsEvents,
            List<ReceivedEvent<PurchaseRecorded>> events) {
        Map<String, EventEnvelope> causes = new HashMap<>();
        events.forEach(event -> causes.put(event.data().businessRef(), event.envelope()));
        List<PurchaseRecorded> purchases =
                events.stream().map(ReceivedEvent::data).toList();
        earnPoints
                .earn(programs.all(), purchases)
                .forEach((program, bookings) -> pointsEvents.booked(program, bookings, causes));
    }

    private static void takeBack(
            Programs programs,
            TakeBackPoints takeBackPoints,
            PointsEvents pointsEvents,
            List<ReceivedEvent<PurchaseRefunded>> events) {
        Map<String, EventEnvelope> causes = new HashMap<>();
        events.forEach(event -> causes.put(event.data().businessRef(), event.envelope()));
        List<PurchaseRefunded> refunds =
                events.stream().map(ReceivedEvent::data).toList();
        takeBackPoints
                .takeBack(programs.all(), refunds)
                .forEach((program, bookings) -> pointsEvents.booked(program, bookings, causes));
    }
}
