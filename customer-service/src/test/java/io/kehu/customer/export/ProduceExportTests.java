package io.kehu.customer.export;

import static io.kehu.customer.export.ExportsApi.EXPORTS;
import static io.kehu.customer.export.ExportsApi.type;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.catalogue.KeptFilters;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.customer.transfer.FileFormat;
import io.kehu.customer.transfer.ImportsApi;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.test.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The job itself: chunk by chunk, through crashes and races, within the reach of who asked. */
@CustomerServiceTest
class ProduceExportTests {

    private static final int CUSTOMERS = 900;
    private static String someImported;

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private AskForExport askForExport;

    @Autowired
    private ProduceExport produce;

    @Autowired
    private EndExports endExports;

    @Autowired
    private ExportTasks.ExportStarts starts;

    @Autowired
    private ExportJobs jobs;

    @Autowired
    private ExportChunks chunks;

    @Autowired
    private Transactions transactions;

    private ExportsApi exports;

    @BeforeEach
    void identityAnswers() {
        IdentityStub.stub();
        exports = new ExportsApi(api);
    }

    @Test
    void afterACrashBetweenAndWithinChunksNobodyIsMissingOrThereTwice() {
        UUID id = asked("export-manager", MANAGER, ofImport());
        transactions.call(() -> produce.readOn(id));
        assertThat(jobs.required(id).rows()).isEqualTo(ProduceExport.CHUNK);
        assertThatThrownBy(() -> transactions.run(() -> {
                    produce.readOn(id);
                    throw new IllegalStateException("killed");
                }))
                .hasMessage("killed");
        assertThat(jobs.required(id).rows()).isEqualTo(ProduceExport.CHUNK);

        starts.startForgotten();
        exports.ended(exports.manager(), id.toString());

        assertThat(jobs.required(id).state()).isEqualTo(ExportState.READY);
        assertWhole(id);
    }

    @Test
    void twoInstancesWithTheSameJobTakeTurns() throws Exception {
        for (int round = 0; round < 3; round++) {
            UUID id = asked("export-manager", MANAGER, ofImport());
            CyclicBarrier together = new CyclicBarrier(2);
            try (var threads = Executors.newFixedThreadPool(2)) {
                List<Future<Boolean>> runs = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    runs.add(threads.submit(() -> {
                        together.await();
                        return produce.run(id, () -> true);
                    }));
                }
                for (Future<Boolean> run : runs) {
                    assertThat(run.get(60, TimeUnit.SECONDS)).isTrue();
                }
            }
            assertWhole(id);
        }
    }

    @Test
    void aChunkOutOfTurnIsRefusedByTheDatabase() {
        UUID id = asked("export-manager", MANAGER, ofImport());
        transactions.call(() -> produce.readOn(id));

        for (int position : List.of(0, 2)) {
            assertThatThrownBy(() -> transactions.run(() -> chunks.store(id, position, List.of(List.of("x")))))
                    .isInstanceOf(DataIntegrityViolationException.class);
        }
    }

    @Test
    void aJobThatIsGivenUpStopsAndLeavesNothing() {
        UUID id = asked("export-manager", MANAGER, ofImport());
        transactions.call(() -> produce.readOn(id));
        transactions.run(() -> {
            jobs.lock(id);
            endExports.end(id, ExportState.CANCELLED, null, null, "export.cancel");
        });

        assertThat(produce.run(id, () -> true)).isTrue();

        assertThat(jobs.required(id).state()).isEqualTo(ExportState.CANCELLED);
        assertThat(jdbc.sql("SELECT count(*) FROM export_chunk WHERE export_id = :id")
                        .param("id", id)
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void moreThanWasAgreedToIsNotProduced() {
        UUID id = asked("export-manager", MANAGER, ofImport());
        jdbc.sql("UPDATE export_job SET row_limit = 600 WHERE id = :id")
                .param("id", id)
                .update();

        starts.start(id);

        assertThat(exports.ended(exports.manager(), id.toString())
                        .path("failure")
                        .stringValue())
                .isEqualTo("export-grew");
        assertThat(jdbc.sql("SELECT count(*) FROM data_key WHERE subject = :key")
                        .param("key", "export/" + id)
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void whoLosesReachMeanwhileGetsFewerRows() {
        exports.team("EXPORT-EAST");
        exports.team("EXPORT-WEST");
        exports.staff("export-east", null, "EXPORT-EAST");
        exports.staff("export-west", null, "EXPORT-WEST");
        exports.staff("export-moving", null, "EXPORT-EAST", "EXPORT-WEST");
        String east = registeredBy("export-east");
        String west = registeredBy("export-west");
        KeptFilters.Asked filters = ofTag(exports.tagged(List.of(east, west)));

        UUID before = asked("export-moving", AGENT, request(filters, null));
        produce.run(before, () -> true);
        UUID after = asked("export-moving", AGENT, request(filters, null));
        assertThat(jobs.required(after).total()).isEqualTo(2);
        exports.staff("export-moving", null, "EXPORT-WEST");
        produce.run(after, () -> true);
        UUID alone = asked("export-nowhere", AGENT, request(filters, null));
        produce.run(alone, () -> true);

        assertThat(numbers(before)).containsExactlyInAnyOrder(east, west);
        assertThat(numbers(after)).containsExactly(west);
        assertThat(numbers(alone)).isEmpty();
        assertThat(type(exports.download(api.as("export-moving", AGENT), before.toString())))
                .isEqualTo("403 export-rights-lost");
        assertThat(exports.download(api.as("export-moving", AGENT), after.toString())
                        .getStatus()
                        .value())
                .isEqualTo(200);
    }

    @Test
    void whatWasMaskedWhenItWasAskedForStaysMasked() {
        String number = registeredBy("export-east");
        UUID id = asked("export-manager", MANAGER, request(ofTag(exports.tagged(List.of(number))), null));
        jdbc.sql("UPDATE export_job SET clear_columns = '{}' WHERE id = :id")
                .param("id", id)
                .update();

        produce.run(id, () -> true);

        chunks.read(id, 1, row -> assertThat(row.get(1)).matches(".\\*"));
    }

    @Test
    void whoLosesARoleLosesTheFile() {
        String number = registeredBy("export-east");
        UUID id = asked("export-risen", MANAGER, request(ofTag(exports.tagged(List.of(number))), null));
        produce.run(id, () -> true);

        assertThat(type(exports.download(api.as("export-risen", AGENT), id.toString())))
                .isEqualTo("403 export-rights-lost");
        assertThat(exports.download(api.as("export-risen", MANAGER, ADMIN), id.toString())
                        .getStatus()
                        .value())
                .isEqualTo(200);
    }

    @Test
    void whoIsRestrictedErasedOrCameLaterIsNotInIt() {
        String active = registeredBy("export-east");
        String restricted = registeredBy("export-east");
        String merged = registeredBy("export-east");
        String erased = registeredBy("export-east");
        String late = registeredBy("export-east");
        String tag = exports.tagged(List.of(active, restricted, merged, erased));
        UUID id = asked("export-manager", MANAGER, request(ofTag(tag), null));
        status(restricted, "RESTRICTED");
        status(merged, "MERGED");
        jdbc.sql("""
                        UPDATE customer SET status = 'ERASED', full_name = NULL, search_tokens = '{}', owner = NULL, team = NULL,
                            owned_since = NULL
                        WHERE number = :number
                        """).param("number", erased).update();
        jdbc.sql("UPDATE customer SET created_at = now() WHERE number = :number")
                .param("number", late)
                .update();
        jdbc.sql("INSERT INTO customer_tag (number, tag, at, actor) VALUES (:number, :tag, now(), 'test')")
                .param("number", late)
                .param("tag", tag)
                .update();

        produce.run(id, () -> true);

        assertThat(numbers(id)).containsExactly(active);
    }

    @Test
    void aFileThatIsDestroyedWhileItIsReadDoesNotLookWhole() {
        String id = exports.ready(
                exports.manager(),
                ExportsApi.request("CSV", List.of("number", "fullName"), Map.of("importId", someImported())));
        deleteChunk(id, 1);
        assertThatThrownBy(() -> exports.download(exports.manager(), id)).isNotNull();
        deleteChunk(id, 0);
        assertThat(type(exports.download(exports.manager(), id))).isEqualTo("410 export-expired");
        assertThat(exports.get(exports.manager(), id).path("fileUrl").stringValue())
                .isEqualTo(EXPORTS + "/" + id + "/file");
    }

    @Test
    void everyCustomerThatLeftIsOnRecord() {
        String number = registeredBy("export-east");
        UUID id = asked("export-manager", MANAGER, request(ofTag(exports.tagged(List.of(number))), null));
        produce.run(id, () -> true);

        assertThat(jdbc.sql("""
                        SELECT purpose || ' ' || reason || ' ' || array_to_string(fields, ',') FROM audit_entry
                        WHERE action = 'customer.export' AND object = :number
                        """).param("number", number).query(String.class).list())
                .containsExactly("reporting export " + id + " number,fullName");
    }

    private void assertWhole(UUID id) {
        List<String> expected = jdbc.sql(
                        "SELECT number FROM import_row_before WHERE import_id = :id::uuid ORDER BY number")
                .param("id", someImported())
                .query(String.class)
                .list();
        assertThat(expected).hasSize(CUSTOMERS);
        assertThat(numbers(id)).containsExactlyInAnyOrderElementsOf(expected);
        List<List<String>> rows = new ArrayList<>();
        chunks.read(id, jobs.required(id).chunks(), rows::add);
        assertThat(rows.stream().map(List::getLast).collect(Collectors.toSet())).hasSize(CUSTOMERS);
    }

    private List<String> numbers(UUID id) {
        List<String> numbers = new ArrayList<>();
        ExportJob job = jobs.required(id);
        assertThat(job.state()).isEqualTo(ExportState.READY);
        chunks.read(id, job.chunks(), row -> numbers.add(row.getFirst()));
        return numbers;
    }

    /** A job that runs, and that nobody has started. */
    private UUID asked(String subject, Role role, ExportRequest request) {
        Caller caller = new Caller(subject, subject, Set.of(role), null, subject);
        return transactions.call(() -> askForExport.ask(request, caller).id());
    }

    private static ExportRequest request(KeptFilters.Asked filters, UUID importId) {
        return new ExportRequest(
                null,
                importId,
                filters,
                List.of("number", "fullName"),
                FileFormat.CSV,
                "en",
                new ExportRequest.Purpose("reporting", "A test of the job itself"));
    }

    private ExportRequest ofImport() {
        return request(null, UUID.fromString(someImported()));
    }

    private static KeptFilters.Asked ofTag(String tag) {
        return new KeptFilters.Asked(null, null, null, null, tag, null);
    }

    private String registeredBy(String agent) {
        return exports.registered(api.as(agent, AGENT), Map.of("fullName", ImportsApi.name()));
    }

    private void status(String number, String status) {
        jdbc.sql("UPDATE customer SET status = :status WHERE number = :number")
                .param("status", status)
                .param("number", number)
                .update();
    }

    private void deleteChunk(String id, int position) {
        jdbc.sql("DELETE FROM export_chunk WHERE export_id = :id::uuid AND position = :position")
                .param("id", id)
                .param("position", position)
                .update();
    }

    /** All tests look at the same ones. */
    private String someImported() {
        if (someImported == null) {
            someImported = exports.imported(CUSTOMERS);
        }
        return someImported;
    }
}
