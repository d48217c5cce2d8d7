package io.kehu.notification.messaging;

import static io.kehu.notification.support.Asking.ANN;
import static io.kehu.notification.support.Asking.ZHANG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kehu.notification.dispatch.Sending;
import io.kehu.notification.messaging.FactMessages.Invited;
import io.kehu.notification.messaging.FactMessages.PointsBooked;
import io.kehu.notification.support.MailServer;
import io.kehu.notification.support.MovableClock;
import io.kehu.notification.support.NotificationTest;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.messaging.EventEnvelope;
import io.kehu.starter.messaging.ReceivedEvent;
import io.kehu.starter.test.TestBroker;
import io.kehu.starter.test.TestBroker.Event;
import io.kehu.starter.test.contract.EventContract;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** From what other services tell to the mails customers get, over the real broker. */
@NotificationTest
class FactMessagesTests {

    private static final Instant NOON = Instant.parse("2026-12-01T04:00:00Z");
    private static final String REGISTERED = "customer.profile.registered.v1";
    private static final String IMPORTED = "customer.import.applied.v1";
    private static final String EARNED = "loyalty.points.earned.v1";
    private static final String REVERSED = "loyalty.points.reversed.v1";
    private static final String EXPIRING = "loyalty.points.expiring.v1";
    private static final String INVITED = "feedback.survey.invited.v1";

    @Autowired
    private TestBroker broker;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private MovableClock clock;

    @Autowired
    private Sending sending;

    @Autowired
    private MailServer mailServer;

    @Autowired
    private FactMessages facts;

    @Autowired
    private Transactions transactions;

    @Autowired
    private CachingConnectionFactory connections;

    private record Row(
            UUID id,
            String dedupeKey,
            String purpose,
            String customerNumber,
            String template,
            String parameters,
            String state,
            String source,
            String requestedBy,
            String traceparent,
            Instant expiresAt) {}

    @BeforeEach
    void atNoon() {
        clock.set(NOON);
    }

    @AfterEach
    void tidy() {
        sending.drain();
        clock.reset();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    customer.profile.registered.v1, C00000000135, welcome,           SERVICE,       '欢迎您，张三金丝雀', '客户档案已经建立'
                    customer.profile.registered.v1, C00000000143, welcome,           SERVICE,       'Welcome, Ann <Canary> Bird', 'customer record has been set up'
                    loyalty.points.earned.v1,       C00000000135, points-earned,     TRANSACTIONAL, '您获得了 259 积分', '您因 POS/SZ01-20261120-0042 获得 259 积分，目前可用积分为 1,259。'
                    loyalty.points.earned.v1,       C00000000143, points-earned,     TRANSACTIONAL, 'You have earned 259 points', 'you have earned 259 points for POS/SZ01-20261120-0042. You now have 1,259 points'
                    loyalty.points.reversed.v1,     C00000000135, points-reversed,   TRANSACTIONAL, '因退货扣回 99 积分', '您的退货 POS/SZ01-20261121-R003 已办理，当时获得的 99 积分已相应扣回，目前可用积分为 1,160。'
                    loyalty.points.reversed.v1,     C00000000143, points-reversed,   TRANSACTIONAL, '99 points were taken back for a return', 'return POS/SZ01-20261121-R003 has been settled, and the 99 points'
                    feedback.survey.invited.v1,     C00000000135, survey-invitation, SURVEY,        '您对我们还满意吗？', '2026年12月5日 11:15'
                    """)
    void theSampleOfEachFactBecomesOneMailInTheCustomersLanguage(
            String type, String number, String template, String purpose, String subject, String words)
            throws Exception {
        Event event = event(type, sample(type).put("number", number));
        broker.tell(event);

        Row row = message(event);
        assertThat(row.template()).isEqualTo(template);
        assertThat(row.purpose()).isEqualTo(purpose);
        assertThat(row.customerNumber()).isEqualTo(number);
        assertThat(row.state()).isEqualTo("READY");
        assertThat(row.dedupeKey()).isEqualTo("evt:" + event.id() + ":" + template);
        assertThat(row.source()).isEqualTo(type);
        assertThat(row.requestedBy()).isEqualTo("service:" + type.substring(0, type.indexOf('.')) + "-service");
        sending.drain();
        assertThat(sending.state(row.id())).as("%s", sending.verdicts(row.id())).isEqualTo("SENT");
        MimeMessage mail = onlyMail(row.id());
        assertThat(mail.getSubject()).isEqualTo(subject);
        assertThat(part(mail, 0)).contains(words).doesNotContain("{{");
        assertThat(part(mail, 1)).doesNotContain("{{", "<Canary>");
        Map<String, Object> told = sending.events(row.id()).getFirst();
        assertThat(told).containsEntry("topic", "notification.message.sent.v1");
        EventContract.verifyProduced("notification.message.sent.v1", (String) told.get("payload"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    C00000000135, '您有 259 积分即将到期', '有效期至 2027年11月20日（含当日）。您目前共有 1,259 积分'
                    C00000000143, '259 of your points expire soon', 'last day of the first of them is 20 November 2027'
                    """)
    void anExpiryIsNoticedOnceHoweverOftenItIsToldAndToldBackByItsKey(String number, String subject, String words)
            throws Exception {
        String notice = UUID.randomUUID().toString();
        Event first = event(EXPIRING, sample(EXPIRING).put("number", number).put("noticeId", notice));
        broker.tell(List.of(
                first, event(EXPIRING, sample(EXPIRING).put("number", number).put("noticeId", notice))));
        String key = "evt:" + notice + ":points-expiring";

        await().until(() -> messages(key) == 1);
        sending.drain();
        UUID id = jdbc.sql("SELECT id FROM message WHERE dedupe_key = :key")
                .param("key", key)
                .query(UUID.class)
                .single();
        MimeMessage mail = onlyMail(id);
        assertThat(mail.getSubject()).isEqualTo(subject);
        assertThat(part(mail, 0)).contains(words).doesNotContain("{{");
        Map<String, Object> told = sending.events(id).getFirst();
        assertThat(told).containsEntry("topic", "notification.message.sent.v1");
        assertThat(JsonMapper.shared()
                        .readTree((String) told.get("payload"))
                        .path("dedupeKey")
                        .asString())
                .isEqualTo(key);
        EventContract.verifyProduced("notification.message.sent.v1", (String) told.get("payload"));
    }

    private long messages(String dedupeKey) {
        return jdbc.sql("SELECT count(*) FROM message WHERE dedupe_key = :key")
                .param("key", dedupeKey)
                .query(Long.class)
                .single();
    }

    @Test
    void aSurveyIsForWhoDidNotRefuseItAndItsLinkIsAskedForInTheMomentOfSending() throws Exception {
        Event asked = event(INVITED, sample(INVITED));
        Event refused = event(INVITED, sample(INVITED).put("number", ANN));
        broker.tell(List.of(asked, refused));

        Row row = message(asked);
        assertThat(JsonMapper.shared().readTree(row.parameters()))
                .isEqualTo(JsonMapper.shared().readTree("""
                        {"invitationId": "019f0000-0000-7000-8000-000000000006", "expiresAt": "2026-12-05T03:15:00Z"}"""));
        assertThat(row.expiresAt()).isEqualTo(Instant.parse("2026-12-05T03:15:00Z"));
        UUID ann = message(refused).id();
        sending.drain();
        assertThat(part(onlyMail(row.id()), 0)).contains("https://survey.example/s/canary-link-1?a=1&b=2");
        assertThat(sending.reason(ann)).isEqualTo("CONSENT:WITHDRAWN");
        assertThat(everything()).doesNotContain("canary-link");
    }

    @Test
    void pointsAndTheirTimeAreThoseOfTheEvent() throws Exception {
        ObjectNode data = sample(EARNED).put("points", 1).put("balance", -5).put("businessRef", "WEB/<b>7 & 8");
        Event event = event(EARNED, data);
        broker.tell(event);

        Row row = message(event);
        assertThat(JsonMapper.shared().readTree(row.parameters()))
                .isEqualTo(JsonMapper.shared().readTree("""
                        {"points": 1, "balance": -5, "businessRef": "WEB/<b>7 & 8"}"""));
        assertThat(row.expiresAt()).isEqualTo(event.time().plus(Duration.ofDays(7)));
        sending.drain();
        assertThat(part(onlyMail(row.id()), 1))
                .contains("WEB/&lt;b&gt;7 &amp; 8")
                .doesNotContain("<b>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONSOLE", "API"})
    void whoComesInByThemselvesIsWelcomed(String source) {
        Event event = event(REGISTERED, sample(REGISTERED).put("source", source));
        broker.tell(event);

        assertThat(message(event).template()).isEqualTo("welcome");
    }

    @Test
    void whoWasCarriedOverIsNot() {
        Event imported = event(REGISTERED, sample(REGISTERED).put("source", "IMPORT"));
        Event external = event(REGISTERED, sample(REGISTERED).put("source", "EXTERNAL"));
        Event batch = event(IMPORTED, sample(IMPORTED));
        Event last = event(REGISTERED, sample(REGISTERED));
        broker.tell(List.of(imported, external, batch, last));

        message(last);
        assertThat(messages(imported)).isEmpty();
        assertThat(messages(external)).isEmpty();
        assertThat(messages(batch)).isEmpty();
    }

    @Test
    void anEventThatArrivesAgainChangesNothing() {
        Event event = event(EARNED, sample(EARNED));
        Event other = event(EARNED, sample(EARNED));
        broker.tell(List.of(event, event, other));
        message(event);
        sending.drain();
        jdbc.sql("DELETE FROM inbox_event WHERE event_id = :id")
                .param("id", event.id())
                .update();
        broker.tell(List.of(event, other));
        handled(EARNED);
        sending.drain();

        assertThat(messages(event)).hasSize(1);
        assertThat(messages(other)).as("another event of the same content").hasSize(1);
        assertThat(mailServer.received(message(event).id())).hasSize(1);
    }

    @Test
    void twoInstancesWithTheSameEventMakeOneMessage() throws Exception {
        List<ReceivedEvent<PointsBooked>> events = IntStream.range(0, 50)
                .mapToObj(i -> received(EARNED, new PointsBooked(ZHANG, i + 1, i, "POS/" + i)))
                .toList();
        CyclicBarrier together = new CyclicBarrier(6);
        List<Callable<Void>> work = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            List<ReceivedEvent<PointsBooked>> mine = i % 2 == 0 ? events : events.reversed();
            work.add(() -> {
                together.await();
                transactions.run(() -> facts.earned(mine));
                return null;
            });
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
            for (Future<Void> done : pool.invokeAll(work)) {
                done.get();
            }
        }

        assertThat(events)
                .allSatisfy(event -> assertThat(messages(event.envelope().id())).hasSize(1));
    }

    @Test
    void aFactOfLongAgoIsOnRecordButNotSent() {
        Event old = event(EARNED, sample(EARNED), NOON.minus(Duration.ofDays(7)).minusSeconds(60));
        Event over = event(INVITED, sample(INVITED).put("expiresAt", "2026-12-01T03:00:00Z"));
        broker.tell(List.of(old, over));
        UUID first = message(old).id();
        UUID second = message(over).id();

        sending.drain();

        for (UUID id : List.of(first, second)) {
            assertThat(sending.state(id)).isEqualTo("SUPPRESSED");
            assertThat(sending.verdicts(id)).containsExactly("EXPIRY REFUSED EXPIRED");
            assertThat(mailServer.received(id)).isEmpty();
            EventContract.verifyProduced("notification.message.suppressed.v1", (String)
                    sending.events(id).getLast().get("payload"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        REGISTERED + ", number",
        REGISTERED + ", source",
        EARNED + ", number",
        EARNED + ", points",
        EARNED + ", balance",
        REVERSED + ", businessRef",
        INVITED + ", number",
        INVITED + ", invitationId",
        INVITED + ", expiresAt"
    })
    void anEventThatSaysTooLittleIsParkedWithTheReasonAndTheOthersFlowOn(String type, String field) {
        Event without = event(type, (ObjectNode) sample(type).without(field));
        Event wrong = event(type, sample(type).put(field, "canary !"));
        Event good = event(type, sample(type));
        boolean anyTextWillDo = field.equals("businessRef") || field.equals("source");
        broker.tell(List.of(without, wrong, good));

        message(good);
        await().until(() -> !parkedBecause(without).isEmpty());
        assertThat(parkedBecause(without)).startsWith("malformed: ");
        if (!anyTextWillDo) {
            await().until(() -> !parkedBecause(wrong).isEmpty());
            assertThat(parkedBecause(wrong)).startsWith("malformed: ").doesNotContain("canary");
        }
        assertThat(messages(without)).isEmpty();
        jdbc.sql("DELETE FROM inbox_retry").update();
    }

    @Test
    void aReferenceIsCutToWhatALabelHoldsAndWhatIsNoLabelIsNotSent() {
        Event longer = event(EARNED, sample(EARNED).put("businessRef", "x".repeat(99) + "😀 and more"));
        Event lines = event(EARNED, sample(EARNED).put("businessRef", "POS/1\r\nBcc: x"));
        broker.tell(List.of(longer, lines));
        UUID cut = message(longer).id();
        UUID refused = message(lines).id();

        sending.drain();

        assertThat(sending.state(cut)).isEqualTo("SENT");
        assertThat(message(longer).parameters()).contains("\"" + "x".repeat(99) + "😀\"");
        assertThat(sending.state(refused)).isEqualTo("FAILED");
        assertThat(mailServer.received(refused)).isEmpty();
        EventContract.verifyProduced("notification.message.failed.v1", (String)
                sending.events(refused).getLast().get("payload"));
    }

    @Test
    void withoutApprovedWordsAMessageIsStillTakenAndWaitsForItsVerdict() {
        ReceivedEvent<Invited> event =
                received(INVITED, new Invited(UUID.randomUUID(), ZHANG, NOON.plus(Duration.ofDays(1))));
        List<String> states = new ArrayList<>();

        assertThatThrownBy(() -> transactions.run(() -> {
                    jdbc.sql("UPDATE template_version SET state = 'RETIRED' WHERE template_key = 'survey-invitation'")
                            .update();
                    facts.invited(List.of(event));
                    messages(event.envelope().id()).forEach(row -> states.add(row.state()));
                    throw new IllegalStateException("other tests need the words");
                }))
                .hasMessage("other tests need the words");

        assertThat(states).containsExactly("READY");
    }

    @Test
    void theTraceGoesOn() {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        ReceivedEvent<PointsBooked> event = new ReceivedEvent<>(
                new EventEnvelope(UUID.randomUUID(), "/loyalty-service", EARNED, ZHANG, 1, NOON, trace),
                new PointsBooked(ZHANG, 1, 1, "POS/1"));

        transactions.run(() -> facts.earned(List.of(event)));

        assertThat(messages(event.envelope().id()).getFirst().traceparent()).isEqualTo(trace);
    }

    @Test
    void aLostConnectionLosesAndDoublesNothing() {
        List<Event> events = IntStream.range(0, 300)
                .mapToObj(i -> event(EARNED, sample(EARNED).put("points", i + 1)))
                .toList();
        for (int i = 0; i < events.size(); i += 100) {
            broker.tell(events.subList(i, i + 100));
            connections.resetConnection();
        }

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(count(events)).isEqualTo(300));
        handled(EARNED);
        assertThat(count(events)).isEqualTo(300);
    }

    private long count(List<Event> events) {
        return jdbc.sql("SELECT count(*) FROM message WHERE dedupe_key = ANY (:keys)")
                .param(
                        "keys",
                        events.stream()
                                .map(event -> "evt:" + event.id() + ":points-earned")
                                .toArray(String[]::new))
                .query(Long.class)
                .single();
    }

    /** Everything of the same queue told before is handled: it is read in order. */
    private void handled(String type) {
        Event last = event(type, sample(type));
        broker.tell(last);
        message(last);
    }

    private static Event event(String type, JsonNode data) {
        return event(type, data, NOON.minusSeconds(60));
    }

    private static Event event(String type, JsonNode data, Instant time) {
        return new Event(UUID.randomUUID(), type, data.path("number").asString("-"), time, data.toString());
    }

    private static <T> ReceivedEvent<T> received(String type, T data) {
        String source = "/" + type.substring(0, type.indexOf('.')) + "-service";
        return new ReceivedEvent<>(new EventEnvelope(UUID.randomUUID(), source, type, ZHANG, 1, NOON, null), data);
    }

    private static ObjectNode sample(String type) {
        return (ObjectNode) JsonMapper.shared().readTree(EventContract.sample(type));
    }

    private Row message(Event event) {
        return await().until(() -> messages(event), rows -> rows.size() == 1).getFirst();
    }

    private List<Row> messages(Event event) {
        return messages(event.id());
    }

    private List<Row> messages(UUID event) {
        return jdbc.sql("SELECT * FROM message WHERE dedupe_key LIKE 'evt:' || :id || ':%'")
                .param("id", event.toString())
                .query(Row.class)
                .list();
    }

    private String parkedBecause(Event event) {
        return jdbc.sql("SELECT reason FROM inbox_retry WHERE event_id = :id")
                .param("id", event.id())
                .query(String.class)
                .optional()
                .orElse("");
    }

    private MimeMessage onlyMail(UUID message) {
        List<MimeMessage> mails = mailServer.received(message);
        assertThat(mails).hasSize(1);
        return mails.getFirst();
    }

    private static String part(MimeMessage mail, int part) throws Exception {
        return ((MimeMultipart) mail.getContent())
                .getBodyPart(part)
                .getContent()
                .toString();
    }

    private String everything() {
        return jdbc.sql("""
                        SELECT concat(
                            (SELECT string_agg(m::text, ' ') FROM message m), (SELECT string_agg(d::text, ' ') FROM decision d),
                            (SELECT string_agg(a::text, ' ') FROM attempt a), (SELECT string_agg(o::text, ' ') FROM outbox_event o))
                        """).query(String.class).single();
    }
}
