package io.kehu.local.bench.identity;

import io.kehu.local.bench.Instances;
import io.kehu.local.bench.Report.Check;
import io.kehu.local.keycloak.SignIn;
import io.kehu.local.suite.Http;
import io.kehu.local.suite.KehuException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds what callers were told against what is written, and the ledger against itself. */
final class Reconciler {

    private static final int AGAIN = 25;
    private static final int PORTION = 10_000;

    private final Scratch scratch;

    Reconciler(Scratch scratch) {
        this.scratch = scratch;
    }

    List<Check> reconcile(Instances instances, List<RestlessCaller> callers, int cycles) {
        List<Told> told = callers.stream()
                .flatMap(caller -> caller.told().stream())
                .sorted(Comparator.comparingLong(Told::from))
                .toList();
        long numbers = callers.stream().mapToLong(RestlessCaller::numbers).sum();
        return List.of(
                new Check("told twice, of %,d numbers over %,d crashes".formatted(numbers, cycles), twice(told)),
                new Check("told but not written", notWritten(told)),
                new Check("same key, other numbers", changed(callers)),
                new Check("unexplained in the ledger", unexplained(instances)));
    }

    /** How many numbers are in more than one of the stretches, which are in order. */
    static long twice(List<Told> sorted) {
        long overlaps = 0;
        long highest = 0;
        for (Told run : sorted) {
            overlaps += Math.clamp(highest - run.from() + 1, 0, run.to() - run.from() + 1);
            highest = Math.max(highest, run.to());
        }
        return overlaps;
    }

    /** Both in order, side by side: there may be millions of rows. */
    private long notWritten(List<Told> sorted) {
        long missing = 0;
        try (Connection connection = scratch.connect()) {
            // The driver fetches in portions inside of a transaction only.
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(PORTION);
                ResultSet rows = statement.executeQuery("SELECT from_seq, to_seq FROM number_run WHERE scheme = '"
                        + Scratch.SCHEME + "' ORDER BY from_seq");
                boolean more = rows.next();
                for (Told run : sorted) {
                    while (more && rows.getLong(1) < run.from()) {
                        more = rows.next();
                    }
                    boolean written = more && rows.getLong(1) == run.from() && rows.getLong(2) == run.to();
                    missing += written ? 0 : 1;
                }
            }
        } catch (SQLException e) {
            throw new KehuException("The benchmark's database does not answer.", e);
        }
        return missing;
    }

    private static long changed(List<RestlessCaller> callers) {
        long changed = 0;
        for (RestlessCaller caller : callers) {
            List<Told> told = new ArrayList<>(caller.told());
            int every = Math.max(1, told.size() / AGAIN);
            for (int i = 0; i < told.size(); i += every) {
                changed += caller.again(told.get(i)).isSameAs(told.get(i)) ? 0 : 1;
            }
        }
        return changed;
    }

    private long unexplained(Instances instances) {
        String token = new SignIn(scratch.suite().settings()).as("auditor").value();
        String url = "http://127.0.0.1:" + instances.required(0).port() + "/identity/v1/schemes/" + Scratch.SCHEME
                + "/ledger";
        try {
            JsonNode ledger = JsonMapper.shared()
                    .readTree(Http.send(Http.request(url).header("Authorization", "Bearer " + token))
                            .body());
            long unexplained = ledger.path("clean").asBoolean(false) ? 0 : 1;
            for (JsonNode partition : ledger.path("partitions")) {
                unexplained += Math.abs(partition.path("unexplained").asLong());
            }
            return unexplained;
        } catch (IOException e) {
            throw new KehuException("The ledger does not answer.", e);
        }
    }
}
