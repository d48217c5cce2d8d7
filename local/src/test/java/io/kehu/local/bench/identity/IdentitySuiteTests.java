package io.kehu.local.bench.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.local.bench.Instances;
import io.kehu.local.bench.Report.Check;
import io.kehu.local.demo.RunningSuite;
import io.kehu.local.keycloak.SignIn;
import io.kehu.local.suite.KehuException;
import io.kehu.local.suite.Progress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Several instances issue from one database while they and it are killed, paused and restarted: no number twice, none unexplained. */
class IdentitySuiteTests {

    private static final int CALLERS = 4;

    private final RunningSuite running = RunningSuite.get();

    @Test
    void instancesMayBeKilledAndPausedUnderLoad() {
        try (Scratch scratch = new Scratch(running.settings())) {
            Progress.Step step = new Progress(System.out).begin("crash cycles");

            List<Check> checks = new CrashCycles(scratch, step).run(3);

            assertThat(checks).hasSize(4).allMatch(check -> check.violations() == 0);
        }
    }

    @Test
    void theDatabaseMayRestartUnderLoad() throws Exception {
        List<RestlessCaller> callers = new ArrayList<>();
        List<Future<?>> calls = new ArrayList<>();
        try (Scratch scratch = new Scratch(running.settings());
                Instances instances = new Instances(place -> scratch.shortLived("crash-" + place));
                ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
            for (int i = 0; i < CALLERS; i++) {
                RestlessCaller caller = new RestlessCaller(i, instances, scratch.token());
                callers.add(caller);
                calls.add(threads.submit(caller));
            }
            try {
                awaitMore(callers);
                running.suite().postgres().stop();
                running.start("postgres");
                awaitMore(callers);
                awaitSignIn();
            } finally {
                callers.forEach(RestlessCaller::stop);
            }
            for (Future<?> call : calls) {
                call.get();
            }

            assertThat(new Reconciler(scratch).reconcile(instances, callers, 0))
                    .allMatch(check -> check.violations() == 0);

            loseARunAndSevenNumbers(scratch);

            assertThat(new Reconciler(scratch).reconcile(instances, callers, 0))
                    .filteredOn(check -> check.violations() > 0)
                    .extracting(Check::name)
                    .contains("told but not written", "unexplained in the ledger");
        }
    }

    /** As only an administrator of the database can; otherwise nobody would know whether the checks see anything. */
    private static void loseARunAndSevenNumbers(Scratch scratch) throws SQLException {
        try (Connection connection = scratch.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM number_run WHERE from_seq = (SELECT min(from_seq) FROM number_run)");
            statement.execute("UPDATE number_partition SET next_seq = next_seq + 7");
        }
    }

    /** The single sign-on has lost its database, too. */
    private void awaitSignIn() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .ignoreException(KehuException.class)
                .until(() ->
                        !new SignIn(running.settings()).as("auditor").value().isEmpty());
    }

    private static void awaitMore(List<RestlessCaller> callers) {
        List<Long> before = callers.stream().map(RestlessCaller::numbers).toList();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            for (int i = 0; i < before.size(); i++) {
                if (callers.get(i).numbers() < before.get(i) + 5_000) {
                    return false;
                }
            }
            return true;
        });
    }
}
