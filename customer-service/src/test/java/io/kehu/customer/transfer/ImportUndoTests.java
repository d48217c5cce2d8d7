package io.kehu.customer.transfer;

import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kehu.customer.Calls;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.customer.job.StoppedException;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.TestBroker;
import io.kehu.starter.test.TestBroker.Event;
import io.kehu.starter.test.contract.EventContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Taking an import back, as far as nobody has built upon it. */
@CustomerServiceTest
class ImportUndoTests {

    private static final String CHANGED = "customer.profile.changed.v1";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestBroker broker;

    @Autowired
    private ImportJobs jobs;

    @Autowired
    private ApplyImport apply;

    @Autowired
    private UndoImport undo;

    @Autowired
    private ForgetImports forget;

    @Autowired
    private Transactions transactions;

    private ImportsApi imports;

    @BeforeEach
    void identityAnswers() {
        IdentityStub.stub();
        imports = new ImportsApi(api);
    }

    @Test
    void createdCustomersAreWithdrawnAndChangedOnesAreAsBefore() {
        String known = ImportsApi.phone();
        String name = ImportsApi.name();
        imports.importNow("姓名,手机\n%s,%s\n".formatted(name, known));
        String number = imports.find(known).getFirst();
        JsonNode before = imports.customer(number);
        String phone = ImportsApi.phone();
        String csv = "姓名,手机,邮箱,生日,同意营销\n%s,%s,a%s@x.cn,1990-01-02,是\n%s,%s,b%s@x.cn,,是\n%s,%s,c%s@x.cn,,\n"
                .formatted(name, known, known, name + "新", phone, phone, name + "新", phone, phone);
        String id = imports.importNow(csv);
        String created = imports.find(phone).getFirst();
        assertThat(imports.customer(number).path("contactPoints")).hasSize(2);
        String ear = broker.listen("customer.#");

        JsonNode undone = imports.run(id, "undo", "UNDONE");

        assertThat(undone.path("undo").toString()).isEqualTo("{\"customers\":2,\"undone\":2,\"kept\":0}");
        JsonNode after = imports.customer(number);
        for (String field : List.of("fullName", "contactPoints", "status", "language", "stage")) {
            assertThat(after.path(field)).as(field).isEqualTo(before.path(field));
        }
        assertThat(after.has("birthDate")).isFalse();
        assertThat(imports.find(phone)).isEmpty();
        assertThat(imports.find("a" + known + "@x.cn")).isEmpty();
        assertThat(imports.customer(created).path("status").stringValue()).isEqualTo("RESTRICTED");
        assertThat(jdbc.sql("SELECT count(*) FROM consent WHERE number IN (:numbers)")
                        .param("numbers", List.of(number, created))
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(imports.rows(id, "outcome=UNDONE", MANAGER)).hasSize(3);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            for (String one : List.of(number, created)) {
                List<JsonNode> told = broker.heard(ear, one);
                assertThat(told).hasSize(1);
                EventContract.verifyProduced(
                        CHANGED, told.getFirst().path("data").toString());
                assertThat(told.getFirst().path("subjectversion").asLong())
                        .isEqualTo(imports.customer(one).path("version").asLong());
            }
        });
        imports.post(id, "undo", MANAGER).expectStatus().isAccepted();
        assertThat(imports.get(id).path("state").stringValue()).isEqualTo("UNDONE");
    }

    @Test
    void theSameFileCanBeImportedAgainAfterwards() {
        String phone = ImportsApi.phone();
        String name = ImportsApi.name();
        String csv = "姓名,手机,会员卡号\n%s,%s,U%s\n%s,,V%s\n".formatted(name, phone, phone, name, phone);
        String first = imports.importNow(csv);
        String number = imports.find(phone).getFirst();
        imports.run(first, "undo", "UNDONE");

        String second = imports.importNow(csv);

        assertThat(imports.get(second).path("counts").path("CREATE").asInt()).isEqualTo(2);
        assertThat(imports.find(phone)).containsExactly(number);
        assertThat(imports.customer(number).path("status").stringValue()).isEqualTo("ACTIVE");
        imports.run(second, "undo", "UNDONE");
        assertThat(imports.find(phone)).isEmpty();
    }

    @Test
    void whoeverWasTouchedSinceIsKeptWithTheReason() {
        String[] phones = new String[6];
        StringBuilder csv = new StringBuilder("姓名,手机\n");
        for (int i = 0; i < phones.length; i++) {
            phones[i] = ImportsApi.phone();
            csv.append("%s,%s\n".formatted(ImportsApi.name(), phones[i]));
        }
        String id = imports.importNow(csv.toString());
        String[] numbers = new String[phones.length];
        for (int i = 0; i < phones.length; i++) {
            numbers[i] = imports.find(phones[i]).getFirst();
        }
        api.as(AGENT)
                .patch()
                .uri("/customer/v1/customers/" + numbers[0])
                .header("If-Match", "\"1\"")
                .contentType(MediaType.parseMediaType("application/merge-patch+json"))
                .body(Map.of("stage", "LOYAL"))
                .exchange()
                .expectStatus()
                .isOk();
        buy(numbers[1]);
        happen("loyalty.points.earned.v1", numbers[2]);
        happen("feedback.complaint.opened.v1", numbers[3]);
        Calls.post(
                api.as(AGENT),
                "/customer/v1/customers/" + numbers[4] + "/timeline",
                Map.of("kind", "NOTE", "summary", "a promising one"));

        JsonNode undone = imports.run(id, "undo", "UNDONE");

        assertThat(undone.path("undo").toString()).isEqualTo("{\"customers\":6,\"undone\":1,\"kept\":5}");
        assertThat(imports.rows(id, "outcome=KEPT", MANAGER).stream()
                        .map(row -> row.path("row").asInt() + " "
                                + row.path("keptBecause").stringValue()))
                .containsExactly(
                        "1 kept-changed-since",
                        "2 kept-has-purchases",
                        "3 kept-has-points",
                        "4 kept-has-feedback",
                        "5 kept-has-notes");
        assertThat(imports.find(phones[1])).containsExactly(numbers[1]);
        assertThat(imports.find(phones[5])).isEmpty();
    }

    @Test
    void aCustomerChangedBetweenTwoTouchesOfTheImportIsKept() {
        String phone = ImportsApi.phone();
        String name = ImportsApi.name();
        imports.importNow("姓名,手机\n%s,%s\n".formatted(name, phone));
        String number = imports.find(phone).getFirst();
        String id = imports.importNow("客户号,邮箱\n%s,x%s@x.cn\n".formatted(number, phone));
        jdbc.sql("UPDATE import_row_before SET intervened = true WHERE import_id = :id::uuid")
                .param("id", id)
                .update();

        imports.run(id, "undo", "UNDONE");

        assertThat(imports.rows(id, "outcome=KEPT", MANAGER)
                        .getFirst()
                        .path("keptBecause")
                        .stringValue())
                .isEqualTo("kept-changed-since");
        assertThat(imports.find("x" + phone + "@x.cn")).containsExactly(number);
    }

    @Test
    void anUndoThatWasStoppedGoesOnAndSettlesEachCustomerOnce() {
        String id = applied(450);
        begin(id);
        ImportJob job = jobs.required(UUID.fromString(id));

        assertThat(undo.run(job, () -> false)).isFalse();
        assertThat(jobs.required(job.id()).undo().undone()).isEqualTo(200);
        imports.post(id, "undo", MANAGER).expectStatus().isAccepted();

        await().atMost(Duration.ofSeconds(60))
                .until(() -> imports.get(id).path("state").stringValue().equals("UNDONE"));
        eachOnce(id, 450);
    }

    @Test
    void twoRunsOfOneUndoSettleEachCustomerOnce() throws Exception {
        String id = applied(900);
        begin(id);
        ImportJob job = jobs.required(UUID.fromString(id));

        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Boolean> one = threads.submit(() -> undo.run(job, () -> true));
            Future<Boolean> two = threads.submit(() -> undo.run(job, () -> true));
            assertThat(one.get()).isTrue();
            assertThat(two.get()).isTrue();
        }

        eachOnce(id, 900);
    }

    @Test
    void anImportThatWasStoppedBetweenBatchesAppliesEachRowOnceAndIsUndoneWhole() throws Exception {
        String id = ImportsApi.id(imports.upload(many(990)));
        imports.run(id, "dry-run", "CHECKED");
        UUID importId = UUID.fromString(id);
        transactions.run(() -> jobs.move(importId, List.of(ImportState.CHECKED), ImportState.APPLYING, null));
        ImportJob job = jobs.required(importId);
        assertThat(apply.run(job, () -> false)).isFalse();
        assertThat(jobs.required(importId).applied()).isEqualTo(500);

        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<?>> runs =
                    List.of(threads.submit(() -> runToTheEnd(job)), threads.submit(() -> runToTheEnd(job)));
            for (Future<?> run : runs) {
                run.get();
            }
        }

        assertThat(jobs.required(importId).applied()).isEqualTo(990);
        assertThat(jdbc.sql("SELECT count(DISTINCT number) FROM import_row WHERE import_id = :id AND applied")
                        .param("id", importId)
                        .query(Long.class)
                        .single())
                .isEqualTo(990);
        transactions.run(() -> jobs.move(importId, List.of(ImportState.APPLYING), ImportState.APPLIED, null));
        assertThat(imports.run(id, "undo", "UNDONE").path("undo").path("undone").asInt())
                .isEqualTo(990);
    }

    @Test
    void afterItsTimeAnImportCannotBeUndoneAndIsForgotten() {
        String phone = ImportsApi.phone();
        String name = ImportsApi.name();
        imports.importNow("姓名,手机\n%s,%s\n".formatted(name, phone));
        String number = imports.find(phone).getFirst();
        String id = imports.importNow("客户号,邮箱,手机\n%s,f%s@x.cn,\n%s,,12\n".formatted(number, phone, number));
        jdbc.sql("""
                        UPDATE import_job SET created_at = now() - interval '31 days', applied_at = now() - interval '31 days'
                        WHERE id = :id::uuid
                        """).param("id", id).update();

        problem(id, "undo", "import-undo-too-late", 409);
        forget.forget();

        assertThat(imports.get(id).has("errorsUrl")).isFalse();
        problem(id, "undo", "import-forgotten", 410);
        api.as(MANAGER)
                .get()
                .uri("/customer/v1/imports/" + id + "/errors")
                .exchange()
                .expectStatus()
                .isEqualTo(410);
        assertThat(jdbc.sql("""
                        SELECT (SELECT count(*) FROM import_chunk WHERE import_id = :id::uuid)
                            + (SELECT count(*) FROM import_row_change WHERE import_id = :id::uuid)
                            + (SELECT count(*) FROM import_row_before WHERE import_id = :id::uuid AND before IS NOT NULL)
                            + (SELECT count(*) FROM data_key WHERE subject = :id)
                        """).param("id", id).query(Long.class).single()).isZero();
        assertThat(imports.find("f" + phone + "@x.cn")).containsExactly(number);
    }

    @Test
    void onlyWhatWasAppliedCanBeUndone() {
        String id = ImportsApi.id(imports.upload(many(2)));
        problem(id, "undo", "import-state", 409);
        imports.post(id, "undo", AGENT).expectStatus().isForbidden();
        imports.run(id, "dry-run", "CHECKED");
        problem(id, "undo", "import-state", 409);
    }

    @Test
    void valuesBeforeAreSealed() {
        String phone = ImportsApi.phone();
        imports.importNow("姓名,手机,邮箱\n司空金丝雀,%s,z%s@canary.cn\n".formatted(phone, phone));
        String number = imports.find(phone).getFirst();
        imports.importNow("客户号,生日\n%s,1977-07-07\n".formatted(number));

        assertThat(jdbc.sql("SELECT string_agg(b::text, ' ') FROM import_row_before b")
                        .query(String.class)
                        .single())
                .contains(number)
                .doesNotContain("canary")
                .doesNotContain("司空")
                .doesNotContain(phone);
    }

    private boolean runToTheEnd(ImportJob job) {
        try {
            return apply.run(job, () -> true);
        } catch (StoppedException e) {
            // The other run was faster with this batch.
            return false;
        }
    }

    private void eachOnce(String id, int customers) {
        JsonNode view = imports.get(id);
        assertThat(view.path("undo").path("undone").asInt()).isEqualTo(customers);
        assertThat(jdbc.sql("""
                        SELECT count(*) FROM customer c JOIN import_row_before b ON b.number = c.number
                        WHERE b.import_id = :id::uuid AND b.outcome = 'UNDONE' AND c.status = 'RESTRICTED'
                            AND c.version = b.version_after + 1 AND b.version_undone = c.version
                        """).param("id", id).query(Integer.class).single()).isEqualTo(customers);
    }

    private String applied(int rows) {
        return imports.importNow(many(rows));
    }

    private void begin(String id) {
        UUID importId = UUID.fromString(id);
        transactions.run(() -> {
            jobs.beginUndo(importId, "somebody");
            jobs.move(importId, List.of(ImportState.APPLIED), ImportState.UNDOING, null);
        });
    }

    private static String many(int rows) {
        String tag = UUID.randomUUID().toString().substring(0, 8);
        StringBuilder file = new StringBuilder("姓名,会员卡号\n");
        for (int i = 0; i < rows; i++) {
            file.append("撤销%s,%s-%d\n".formatted(ImportsApi.name(), tag, i));
        }
        return file.toString();
    }

    private void buy(String number) {
        api.as(INTEGRATOR)
                .post()
                .uri("/customer/v1/purchases")
                .body(Map.of(
                        "customer",
                        Map.of("number", number),
                        "channel",
                        "POS",
                        "orderNo",
                        "U-" + UUID.randomUUID(),
                        "occurredAt",
                        "2026-11-01T03:15:00Z",
                        "currency",
                        "CNY",
                        "lines",
                        List.of(Map.of("product", "TEA", "quantity", 1, "amountMinor", 100))))
                .exchange()
                .expectStatus()
                .isCreated();
    }

    private void happen(String type, String number) {
        String data =
                EventContract.sample(type).replaceAll("\"number\": *\"[^\"]*\"", "\"number\": \"" + number + "\"");
        Event event = Event.of(type, number, data);
        broker.tell(event);
        await().until(() -> jdbc.sql("SELECT count(*) FROM interaction WHERE number = :number AND kind = :type")
                        .param("number", number)
                        .param("type", type)
                        .query(Long.class)
                        .single()
                == 1);
    }

    private void problem(String id, String action, String slug, int status) {
        imports.post(id, action, ADMIN)
                .expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/" + slug);
    }
}
