package io.kehu.identity.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.identity.lease.Tills.Leased;
import io.kehu.identity.lease.Tills.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.springframework.beans.factory.annotation.Autowired;

/** Two who want the same at the same time. */
@LeaseTest
class LeaseRaceTests {

    @Autowired
    private Tills tills;

    @Autowired
    private LeaseClock clock;

    @Autowired
    private ExpireLeases expireLeases;

    @RepeatedTest(5)
    void theSameReportAtOnceIssuesOnce(RepetitionInfo round) throws Exception {
        String scheme = tills.define("TWICE_" + round.getCurrentRepetition());
        Leased lease = tills.lease(scheme, 100);
        List<String> numbers = everySecond(tills.numbers(lease));

        List<Report> reports =
                Tills.together(Collections.nCopies(4, (Callable<Report>) () -> tills.report(lease, numbers)));

        List<String> verdicts =
                reports.stream().flatMap(report -> report.verdicts().stream()).toList();
        assertThat(Collections.frequency(verdicts, "ISSUED")).isEqualTo(50);
        assertThat(Collections.frequency(verdicts, "REPEATED")).isEqualTo(150);
        assertThat(tills.read(lease).used()).isEqualTo(50);
        assertThat(tills.unexplained(scheme)).isEmpty();
        tills.assertUsedAgrees(scheme, 0);
    }

    @RepeatedTest(5)
    void differentReportsAtOnceAllCount(RepetitionInfo round) throws Exception {
        String scheme = tills.define("SHARED_" + round.getCurrentRepetition());
        Leased lease = tills.lease(scheme, 80);
        List<String> numbers = tills.numbers(lease);
        List<Callable<Report>> work = new ArrayList<>();
        for (int part = 0; part < 4; part++) {
            List<String> own = numbers.subList(part * 20, part * 20 + 20);
            work.add(() -> tills.report(lease, own));
        }

        Tills.together(work);

        assertThat(tills.read(lease).used()).isEqualTo(80);
        assertThat(tills.unexplained(scheme)).isEmpty();
    }

    @RepeatedTest(8)
    void aReportThatMeetsTheReturnComesBeforeItOrIsRefused(RepetitionInfo round) throws Exception {
        String scheme = tills.define("RETURN_" + round.getCurrentRepetition());
        Leased lease = tills.lease(scheme, 40);
        List<String> numbers = everySecond(tills.numbers(lease));

        List<Integer> statuses = Tills.together(List.of(
                () -> tills.reporting(lease, numbers)
                        .returnResult(byte[].class)
                        .getStatus()
                        .value(),
                () -> tills.returning(lease, null)
                        .returnResult(byte[].class)
                        .getStatus()
                        .value()));

        assertThat(statuses.get(0)).isIn(200, 409);
        assertThat(statuses.get(1)).isEqualTo(200);
        assertThat(tills.read(lease).used()).isEqualTo(statuses.get(0) == 200 ? 20 : 0);
        assertThat(tills.books(scheme)).noneMatch(entry -> entry.endsWith("OPEN"));
        assertThat(tills.unexplained(scheme)).isEmpty();
        tills.assertUsedAgrees(scheme, 0);
    }

    @RepeatedTest(8)
    void aReportThatMeetsTheSweepLeavesNothingOpen(RepetitionInfo round) throws Exception {
        String scheme = tills.define("SWEEP_" + round.getCurrentRepetition());
        Leased lease = tills.lease(scheme, 40);
        List<String> numbers = everySecond(tills.numbers(lease));
        clock.forward(Duration.ofSeconds(3601));

        Tills.together(List.of(() -> tills.report(lease, numbers), () -> {
            expireLeases.expire();
            return new Report(0, false, List.of());
        }));
        expireLeases.expire();

        assertThat(tills.read(lease).state()).isEqualTo("EXPIRED");
        assertThat(tills.read(lease).used()).isEqualTo(20);
        assertThat(tills.books(scheme)).noneMatch(entry -> entry.endsWith("OPEN"));
        assertThat(tills.unexplained(scheme)).isEmpty();
    }

    @RepeatedTest(5)
    void leasesThatWantOneReturnedBlockShareItWithoutOverlap(RepetitionInfo round) throws Exception {
        String scheme = tills.define("BLOCK_" + round.getCurrentRepetition());
        tills.giveBack(tills.lease(scheme, 50), null);

        List<Leased> leases = Tills.together(Collections.nCopies(6, (Callable<Leased>) () -> tills.lease(scheme, 10)));

        assertThat(leases).extracting(lease -> lease.first().number()).doesNotHaveDuplicates();
        assertThat(leases).filteredOn(lease -> lease.epoch() == 2).hasSize(5);
        assertThat(leases).filteredOn(lease -> lease.epoch() == 1).hasSize(1);
        assertThat(tills.next(scheme)).isEqualTo(61);
        assertThat(tills.unexplained(scheme)).isEmpty();
    }

    private static List<String> everySecond(List<String> numbers) {
        List<String> some = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i += 2) {
            some.add(numbers.get(i));
        }
        return some;
    }
}
