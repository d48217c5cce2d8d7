package io.kehu.identity.lease;

import io.kehu.identity.IdentityProblem;
import io.kehu.identity.scheme.Schemes;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** Takes word of a holder which numbers customers carry now. */
@Component
class ReportUsage {

    private final Leases leases;
    private final LeaseBlocks blocks;
    private final UsedNumbers usedNumbers;
    private final Schemes schemes;
    private final Clock clock;

    ReportUsage(Leases leases, LeaseBlocks blocks, UsedNumbers usedNumbers, Schemes schemes, Clock clock) {
        this.leases = leases;
        this.blocks = blocks;
        this.usedNumbers = usedNumbers;
        this.schemes = schemes;
        this.clock = clock;
    }

    /** What became of one reported number. */
    enum Verdict {
        /** It is issued now. */
        ISSUED,
        /** It was issued before, by an earlier report or earlier in this one; nothing changed. */
        REPEATED,
        /** A good number, but not of this lease. */
        NOT_IN_LEASE,
        /** The check characters do not fit: a typing error. */
        WRONG_CHECK,
        /** The scheme makes no such numbers. */
        UNKNOWN_FORM,
        /** The number was given up for another reason than the end of the lease; ask an administrator. */
        VOID
    }

    /**
     * A report as it was taken.
     *
     * @param lease as it is now
     * @param late whether the lease was over before
     * @param verdicts in the order of the numbers
     */
    record Report(Lease lease, boolean late, List<Verdict> verdicts) {}

    /** In the caller's transaction. A frozen scheme takes reports as well: the numbers are out. */
    Report report(LeaseId id, long epoch, List<String> numbers, Caller caller) {
        Lease lease = leases.lock(id)
                .filter(found -> found.isOf(caller))
                .orElseThrow(() -> new ProblemException(IdentityProblem.LEASE_NOT_FOUND));
        lease.mustHaveEpoch(epoch);
        lease.mustTakeReports();
        Instant now = clock.instant();
        LeasedNumbers leased = new LeasedNumbers(schemes.required(lease.scheme()), lease);
        List<LeasedNumbers.Reading> readings =
                numbers.stream().map(leased::read).toList();
        TreeSet<Long> sequences = new TreeSet<>();
        readings.forEach(reading -> reading.sequence().ifPresent(sequences::add));

        TreeMap<Long, LeaseBlock> held = new TreeMap<>();
        blocks.holding(id, sequences).forEach(block -> held.put(block.range().from(), block));
        TreeSet<Long> used = new TreeSet<>();
        List<Verdict> verdicts = new ArrayList<>();
        readings.forEach(reading -> verdicts.add(verdict(reading, held, used)));
        List<LeaseBlock> touched =
                held.values().stream().filter(LeaseBlock::takesReports).toList();
        int issued = usedNumbers.issue(lease, touched, SequenceRange.of(used), now);
        return new Report(issued == 0 ? lease : leases.addUsed(id, issued), !lease.isRunning(now), verdicts);
    }

    /** Notes the sequence as used when it becomes issued by this. */
    private static Verdict verdict(LeasedNumbers.Reading reading, TreeMap<Long, LeaseBlock> held, TreeSet<Long> used) {
        return switch (reading.form()) {
            case NOT_IN_LEASE -> Verdict.NOT_IN_LEASE;
            case WRONG_CHECK -> Verdict.WRONG_CHECK;
            case UNKNOWN_FORM -> Verdict.UNKNOWN_FORM;
            case LEASED -> {
                long sequence = reading.sequence().orElseThrow();
                Map.Entry<Long, LeaseBlock> nearest = held.floorEntry(sequence);
                if (nearest == null || nearest.getValue().range().to() < sequence) {
                    yield Verdict.REPEATED;
                }
                if (!nearest.getValue().takesReports()) {
                    yield Verdict.VOID;
                }
                yield used.add(sequence) ? Verdict.ISSUED : Verdict.REPEATED;
            }
        };
    }
}
