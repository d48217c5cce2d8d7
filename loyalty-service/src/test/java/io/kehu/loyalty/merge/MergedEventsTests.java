package io.kehu.loyalty.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kehu.loyalty.earning.Shop;
import io.kehu.starter.merging.MergeOrder;
import io.kehu.starter.merging.MergeOutcome;
import io.kehu.starter.merging.Merges;
import io.kehu.starter.test.ServiceTest;
import io.kehu.starter.test.TestBroker;
import io.kehu.starter.test.TestBroker.Event;
import io.kehu.starter.test.contract.EventContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Events that come for a merged number, and what is told of them. */
@ServiceTest
class MergedEventsTests {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Merges merges;

    @Autowired
    private TestBroker broker;

    @Autowired
    private JdbcClient jdbc;

    private Books books;

    private final String survivor = Shop.newNumber();
    private final String loser = Shop.newNumber();
    private final MergeOrder order = new MergeOrder(UUID.randomUUID(), survivor, List.of(loser));

    @BeforeEach
    void openTheBooks() {
        books = new Books(context);
    }

    @AfterEach
    void theLedgerAddsUp() {
        books.addUp();
    }

    @Test
    void theyAreBookedToTheLivingMemberAndToldOfIt() {
        String ear = broker.listen("loyalty.points.#");
        assertThat(merges.merge(order)).isInstanceOf(MergeOutcome.Done.class);
        UUID purchase = UUID.randomUUID();

        broker.tell(List.of(recorded(purchase, loser), refunded(purchase, loser)));

        await().until(() -> broker.heard(ear, survivor).size() == 2);
        assertThat(broker.heard(ear, loser)).isEmpty();
        for (JsonNode event : broker.heard(ear, survivor)) {
            EventContract.verifyProduced(
                    event.path("type").asString(), event.path("data").toString());
            assertThat(event.path("data").path("number").asString()).isEqualTo(survivor);
        }
        assertThat(jdbc.sql("SELECT number FROM points_tx WHERE business_ref LIKE :ref")
                        .param("ref", "POS/O-" + purchase + "%")
                        .query(String.class)
                        .list())
                .containsExactly(loser, loser);
        assertThat(books.balance(survivor)).isEqualTo(30);
        merges.undo(order);
        assertThat(books.balance(loser)).isEqualTo(30);
    }

    @Test
    void aRegistrationThatComesAfterTheMergeOpensNoMemberOfItsOwn() {
        assertThat(merges.merge(order)).isInstanceOf(MergeOutcome.Done.class);
        String last = Shop.newNumber();

        broker.tell(List.of(registered(loser), registered(survivor), registered(last)));

        await().until(() -> !statuses(last).isEmpty());
        assertThat(statuses(loser)).containsOnly("MERGED");
        assertThat(statuses(survivor)).containsOnly("ACTIVE");
        merges.undo(order);
        assertThat(statuses(loser)).containsOnly("ACTIVE");
    }

    /** Merged and unmerged while the queue is full of purchases and refunds of both numbers, each told twice. */
    @Test
    void inFlightNothingIsLostDoubledOrMisplaced() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            UUID purchase = UUID.randomUUID();
            String number = i % 3 == 0 ? survivor : loser;
            events.add(recorded(purchase, number));
            events.add(refunded(purchase, number));
            events.add(recorded(purchase, number));
            events.add(refunded(purchase, survivor));
        }
        broker.tell(events);
        for (int round = 0; round < 10; round++) {
            MergeOrder next = new MergeOrder(UUID.randomUUID(), survivor, List.of(loser));
            assertThat(merges.merge(next)).isInstanceOf(MergeOutcome.Done.class);
            assertThat(merges.undo(next)).isInstanceOf(MergeOutcome.Done.class);
        }

        await().atMost(Duration.ofSeconds(60))
                .until(() -> books.transactions("REVERSE_EARN", List.of(survivor, loser)) == 150);
        assertThat(books.balance(survivor)).isEqualTo(50 * 30);
        assertThat(books.balance(loser)).isEqualTo(100 * 30);
    }

    private List<String> statuses(String number) {
        return jdbc.sql("SELECT status FROM member WHERE number = :number")
                .param("number", number)
                .query(String.class)
                .list();
    }

    private static Event registered(String number) {
        return Event.of("customer.profile.registered.v1", number, """
                {"number":"%s","kind":"PERSON","source":"CONSOLE"}""".formatted(number));
    }

    /** Earns 50 points. */
    private static Event recorded(UUID purchase, String number) {
        return Event.of("customer.purchase.recorded.v1", number, """
                {"purchaseId":"%s","number":"%s","channel":"POS","orderNo":"O-%s","store":null,
                 "occurredAt":"2026-11-01T03:15:00Z","currency":"CNY","amountMinor":5000,
                 "lines":[{"lineNo":1,"product":"P","category":"","quantity":1,"amountMinor":5000}]}
                """.formatted(purchase, number, purchase));
    }

    /** Takes 20 of them back. */
    private static Event refunded(UUID purchase, String number) {
        return Event.of(
                "customer.purchase.refunded.v1", number, """
                {"refundId":"%s","purchaseId":"%s","number":"%s","channel":"POS","orderNo":"O-%s","refundNo":"O-%s-R",
                 "occurredAt":"2026-11-02T03:15:00Z","currency":"CNY","amountMinor":2000,"lines":[]}
                """.formatted(purchase, purchase, number, purchase, purchase));
    }
}
