package io.kehu.feedback.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kehu.feedback.Broker;
import io.kehu.feedback.FeedbackServiceTest;
import io.kehu.feedback.MovableClock;
import io.kehu.feedback.survey.InviteAfterPurchase.Purchase;
import io.kehu.starter.messaging.EventEnvelope;
import io.kehu.starter.messaging.ReceivedEvent;
import io.kehu.starter.test.contract.EventContract;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** From purchases told by customer-service to invitations told by us. */
@FeedbackServiceTest
class InviteAfterPurchaseTests {

    private static final String RECORDED = "customer.purchase.recorded.v1";
    private static final String INVITED = "feedback.survey.invited.v1";
    private static final Instant NOW = Instant.parse("2026-11-21T04:00:00Z");
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Autowired
    private Broker broker;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private MovableClock clock;

    @Autowired
    private InviteAfterPurchase inviteAfterPurchase;

    @Autowired
    private InvitationTokens tokens;

    private final String number = Invitees.number();

    private record Row(UUID id, String state, String reason, String triggerRef, byte[] tokenHash, Instant expiresAt) {}

    @BeforeEach
    void aDayAfterTheSample() {
        clock.moveTo(NOW);
    }

    @AfterEach
    void comeBack() {
        clock.reset();
    }

    @Test
    void aPurchaseInvitesAndWhatIsToldHoldsNoLink() throws Exception {
        UUID purchase = tell(NOW.minusSeconds(60));

        await().until(() -> broker.heard(INVITED, number).size() == 1);
        Row row = rows().getFirst();
        assertThat(row.state()).isEqualTo("CREATED");
        assertThat(row.triggerRef()).isEqualTo(purchase.toString());
        assertThat(row.expiresAt())
                .isBetween(
                        NOW.plus(Duration.ofDays(14)),
                        NOW.plus(Duration.ofDays(14)).plusSeconds(60));
        Broker.Heard event = broker.heard(INVITED, number).getFirst();
        EventContract.verifyProduced(INVITED, event.data().toString());
        assertThat(event.text("invitationId")).isEqualTo(row.id().toString());
        assertThat(event.text("survey")).isEqualTo("NPS_PURCHASE");
        String token = tokens.token(new InvitationId(row.id()));
        assertThat(row.tokenHash()).isEqualTo(tokens.hash(token));
        assertThat(event.toString()).doesNotContain(token);
        assertThat(everything()).doesNotContain(token);
    }

    @Test
    void theSampleOfCustomerServiceCanBeRead() throws Exception {
        jdbc.sql("DELETE FROM contact_pressure WHERE customer_number = 'C00000000135'")
                .update();

        broker.send(UUID.randomUUID(), RECORDED, "C00000000135", EventContract.sample(RECORDED));

        await().until(() -> broker.heard(INVITED, "C00000000135").size() == 1);
    }

    @Test
    void theSamePurchaseInvitesOnceHoweverOftenWeHearOfIt() throws Exception {
        UUID purchase = UUID.randomUUID();
        UUID event = UUID.randomUUID();
        tell(event, purchase, NOW.minusSeconds(60));
        tell(event, purchase, NOW.minusSeconds(60));
        tell(UUID.randomUUID(), purchase, NOW.minusSeconds(60));
        await().until(() -> broker.heard(INVITED, number).size() == 1);
        clock.forward(Duration.ofDays(20));
        tell(UUID.randomUUID(), purchase, NOW.minusSeconds(60));

        handled();
        assertThat(rows()).hasSize(1);
        assertThat(broker.heard(INVITED, number)).hasSize(1);
    }

    @Test
    void whoWasAskedNotLongAgoIsLeftAlone() throws Exception {
        tell(NOW.minusSeconds(60));
        await().until(() -> rows().size() == 1);

        clock.forward(Duration.ofDays(89));
        tell(clock.instant().minusSeconds(60));
        await().until(() -> rows().size() == 2);
        clock.forward(Duration.ofDays(1));
        tell(clock.instant().minusSeconds(60));
        await().until(() -> rows().size() == 3);

        assertThat(rows()).extracting(Row::state).containsExactly("CREATED", "SUPPRESSED", "CREATED");
        assertThat(rows()).extracting(Row::reason).containsExactly(null, "FATIGUE", null);
        assertThat(rows().get(1).tokenHash()).isNull();
        await().until(() -> broker.heard(INVITED, number).size() == 2);
        assertThat(broker.heard(INVITED, number))
                .extracting(event -> event.text("invitationId"))
                .containsExactly(
                        rows().get(0).id().toString(), rows().get(2).id().toString());
        assertThat(broker.heardAbout(number))
                .extracting(event -> event.envelope().subjectVersion())
                .containsExactly(1L, 2L);
    }

    @Test
    void aPurchaseOfLongAgoInvitesNobodyAndLeavesTheNextOneFree() throws Exception {
        tell(NOW.minus(Duration.ofDays(31)));
        handled();
        assertThat(rows()).isEmpty();

        tell(NOW.minus(Duration.ofDays(29)));

        await().until(() -> rows().size() == 1);
        assertThat(rows().getFirst().state()).isEqualTo("CREATED");
    }

    @Test
    void ofSeveralPurchasesAtOnceTheLatestIsAskedAbout() {
        ReceivedEvent<Purchase> morning = event(UUID.randomUUID(), NOW.minusSeconds(9_000));
        ReceivedEvent<Purchase> noon = event(UUID.randomUUID(), NOW.minusSeconds(60));
        ReceivedEvent<Purchase> night = event(UUID.randomUUID(), NOW.minusSeconds(40_000));

        inviteAfterPurchase.invite(List.of(morning, noon, night, noon));

        assertThat(rows()).hasSize(3);
        assertThat(rows().stream().filter(row -> row.state().equals("CREATED")))
                .extracting(Row::triggerRef)
                .containsExactly(noon.data().purchaseId().toString());
        await().until(() -> broker.heard(INVITED, number).size() == 1);
        assertThat(broker.heard(INVITED, number).getFirst().envelope().traceparent())
                .as("the invitation is a consequence of the purchase")
                .isEqualTo(TRACE);
    }

    @Test
    void manyWhoHearOfOnePurchaseAtOnceInviteOnce() throws Exception {
        UUID purchase = UUID.randomUUID();

        atOnce(8, i -> List.of(event(purchase, NOW.minusSeconds(60))));

        assertThat(rows()).hasSize(1);
        await().until(() -> !broker.heard(INVITED, number).isEmpty());
        handled();
        assertThat(broker.heard(INVITED, number)).hasSize(1);
    }

    @Test
    void manyPurchasesOfOneCustomerAtOnceAskOnce() throws Exception {
        atOnce(8, i -> List.of(event(UUID.randomUUID(), NOW.minusSeconds(60 + i))));

        assertThat(rows()).hasSize(8);
        assertThat(rows().stream().filter(row -> row.state().equals("CREATED"))).hasSize(1);
        await().until(() -> !broker.heard(INVITED, number).isEmpty());
        handled();
        assertThat(broker.heard(INVITED, number)).hasSize(1);
    }

    @Test
    void batchesInOppositeOrderDoNotWaitForEachOther() throws Exception {
        List<ReceivedEvent<Purchase>> there = IntStream.range(0, 60)
                .mapToObj(i -> event(UUID.randomUUID(), "CSVX%03d".formatted(i), NOW.minusSeconds(i)))
                .toList();

        atOnce(6, i -> i % 2 == 0 ? there : there.reversed());

        assertThat(jdbc.sql("SELECT count(*) FROM invitation WHERE customer_number LIKE 'CSVX%' AND state = 'CREATED'")
                        .query(Long.class)
                        .single())
                .isEqualTo(60);
    }

    @Test
    void anEventThatSaysTooLittleIsParkedAndTheOthersFlowOn() throws Exception {
        List<UUID> bad = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
        ObjectNode whole = data(UUID.randomUUID(), NOW.minusSeconds(60));
        broker.send(
                bad.get(0),
                RECORDED,
                number,
                whole.deepCopy().without("occurredAt").toString());
        broker.send(
                bad.get(1),
                RECORDED,
                number,
                whole.deepCopy().put("number", "C 1").toString());
        broker.send(
                bad.get(2),
                RECORDED,
                number,
                whole.deepCopy().put("purchaseId", "canary-text").toString());
        tell(NOW.minusSeconds(60));

        await().until(() -> rows().size() == 1);
        await().until(() -> bad.stream().allMatch(id -> !parkedBecause(id).isEmpty()));
        assertThat(bad)
                .allSatisfy(id ->
                        assertThat(parkedBecause(id)).startsWith("malformed: ").doesNotContain("canary"));
        jdbc.sql("DELETE FROM inbox_retry").update();
    }

    /** Everything told before is handled: the queue is read in order. */
    private void handled() throws Exception {
        String other = Invitees.number();
        UUID purchase = UUID.randomUUID();
        broker.send(
                UUID.randomUUID(),
                RECORDED,
                other,
                data(purchase, clock.instant()).put("number", other).toString());
        await().until(() -> broker.heard(INVITED, other).size() == 1);
    }

    private void atOnce(int threads, java.util.function.IntFunction<List<ReceivedEvent<Purchase>>> events)
            throws Exception {
        CyclicBarrier together = new CyclicBarrier(threads);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Callable<Void>> work = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                List<ReceivedEvent<Purchase>> batch = events.apply(i);
                work.add(() -> {
                    together.await();
                    inviteAfterPurchase.invite(batch);
                    return null;
                });
            }
            for (Future<Void> done : pool.invokeAll(work)) {
                done.get();
            }
        }
    }

    private ReceivedEvent<Purchase> event(UUID purchase, Instant at) {
        return event(purchase, number, at);
    }

    private static ReceivedEvent<Purchase> event(UUID purchase, String number, Instant at) {
        return new ReceivedEvent<>(
                new EventEnvelope(UUID.randomUUID(), "/customer-service", RECORDED, number, 1, at, TRACE),
                new Purchase(purchase, number, at));
    }

    private UUID tell(Instant occurredAt) throws Exception {
        UUID purchase = UUID.randomUUID();
        tell(UUID.randomUUID(), purchase, occurredAt);
        return purchase;
    }

    private void tell(UUID event, UUID purchase, Instant occurredAt) throws Exception {
        broker.send(event, RECORDED, number, data(purchase, occurredAt).toString());
    }

    /** The sample, of another customer and another time. */
    private ObjectNode data(UUID purchase, Instant occurredAt) {
        ObjectNode data = (ObjectNode) JsonMapper.shared().readTree(EventContract.sample(RECORDED));
        return data.put("purchaseId", purchase.toString())
                .put("number", number)
                .put("occurredAt", occurredAt.toString());
    }

    private String parkedBecause(UUID event) {
        return jdbc.sql("SELECT reason FROM inbox_retry WHERE event_id = :id")
                .param("id", event)
                .query(String.class)
                .optional()
                .orElse("");
    }

    private List<Row> rows() {
        return jdbc.sql("""
                        SELECT id, state, reason, trigger_ref, token_hash, expires_at FROM invitation
                        WHERE customer_number = :number ORDER BY id
                        """).param("number", number).query(Row.class).list();
    }

    private String everything() {
        return jdbc.sql("""
                        SELECT concat(
                            (SELECT string_agg(i::text, ' ') FROM invitation i), (SELECT string_agg(o::text, ' ') FROM outbox_event o),
                            (SELECT string_agg(a::text, ' ') FROM audit_entry a))
                        """).query(String.class).single();
    }
}
