package io.kehu.loyalty.report;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.program.Program;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** One person proposes the figures of a month, a second one signs them; month after month. In the caller's transaction. */
@Component
class CloseMonths {

    private final LiabilityQuery query;
    private final LiabilityCloseTable closes;
    private final SystemAccountDays days;
    private final AuditTrail audit;
    private final Clock clock;

    CloseMonths(
            LiabilityQuery query, LiabilityCloseTable closes, SystemAccountDays days, AuditTrail audit, Clock clock) {
        this.query = query;
        this.closes = closes;
        this.days = days;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Points of a month of earning that the close before left, and that this one would begin with.
     *
     * @param month they were earned in
     */
    record OpeningDifference(String month, long closing, long opening) {}

    LiabilityClose propose(Program program, YearMonth month, String actor) {
        closes.lock(program.code());
        Optional<LiabilityClose> before = closes.lastSigned(program);
        before.ifPresent(last -> requireNext(last, month));
        requireOver(program, month);
        closes.waiting(program).ifPresent(waiting -> {
            throw new ProblemException(LoyaltyProblem.LIABILITY_CLOSE_WAITING)
                    .with("month", waiting.month().toString());
        });
        LiabilityReport report = report(program, month);
        if (!report.agrees()) {
            throw new ProblemException(LoyaltyProblem.LIABILITY_DISAGREES)
                    .with("closing", report.total().closing())
                    .with("ledgerPoints", report.ledgerPoints());
        }
        before.ifPresent(last -> requireSamePoints(last, report));
        LiabilityClose close = LiabilityClose.proposed(TimeOrderedIds.next(), program, month, report, actor, now());
        closes.insert(close);
        note("liability-close.propose", close);
        return close;
    }

    LiabilityClose sign(Program program, YearMonth month, String actor) {
        LiabilityClose waiting = waiting(program, month);
        if (waiting.proposedBy().equals(actor)) {
            throw new ProblemException(LoyaltyProblem.SECOND_PERSON_NEEDED);
        }
        return decided(waiting, LiabilityClose.State.SIGNED, actor, "liability-close.sign");
    }

    /** By anybody who may, also by who proposed it. */
    LiabilityClose refuse(Program program, YearMonth month, String actor) {
        return decided(waiting(program, month), LiabilityClose.State.REFUSED, actor, "liability-close.refuse");
    }

    LiabilityClose required(String program, YearMonth month) {
        return closes.find(program, month)
                .orElseThrow(() -> new ProblemException(LoyaltyProblem.LIABILITY_CLOSE_NOT_FOUND));
    }

    private LiabilityClose waiting(Program program, YearMonth month) {
        closes.lock(program.code());
        LiabilityClose close = required(program.code(), month);
        if (close.state() != LiabilityClose.State.PROPOSED) {
            throw new ProblemException(LoyaltyProblem.LIABILITY_CLOSE_DECIDED).with("state", close.state());
        }
        return close;
    }

    private LiabilityClose decided(LiabilityClose waiting, LiabilityClose.State state, String actor, String action) {
        if (!closes.decide(waiting.id(), state, actor, now())) {
            throw new IllegalStateException("A close was decided by somebody who did not wait");
        }
        note(action, waiting);
        return required(waiting.program(), waiting.month());
    }

    private static void requireNext(LiabilityClose last, YearMonth month) {
        YearMonth next = last.month().plusMonths(1);
        if (month.isBefore(next)) {
            throw new ProblemException(LoyaltyProblem.LIABILITY_MONTH_CLOSED)
                    .with("lastClosed", last.month().toString());
        }
        if (month.isAfter(next)) {
            throw new ProblemException(LoyaltyProblem.LIABILITY_CLOSE_OUT_OF_ORDER, next.toString())
                    .with("next", next.toString());
        }
    }

    /** All that was booked in a month is known when its last day is added up. */
    private void requireOver(Program program, YearMonth month) {
        boolean isOver = days.lastDay(program)
                .filter(day -> !day.isBefore(month.atEndOfMonth()))
                .isPresent();
        if (!isOver) {
            throw new ProblemException(LoyaltyProblem.LIABILITY_MONTH_NOT_OVER);
        }
    }

    /** Of statements with snapshots of their own: nothing is booked in a month any more that is over. */
    private LiabilityReport report(Program program, YearMonth month) {
        Instant begin = program.startOf(month.atDay(1));
        Instant end = program.endOf(month.atEndOfMonth());
        return LiabilityReport.of(
                program, month, month, query.cohorts(program, begin, end), query.ledger(program, end), null);
    }

    private static void requireSamePoints(LiabilityClose last, LiabilityReport report) {
        List<OpeningDifference> differing = differences(last.months(), report.months());
        if (!differing.isEmpty()) {
            throw new ProblemException(LoyaltyProblem.LIABILITY_OPENING_DIFFERS).with("differing", differing);
        }
    }

    /** Between what one month ended with and the next one begins with; a month of earning that is in one of them only has nothing in the other. */
    static List<OpeningDifference> differences(List<LiabilityMonth> before, List<LiabilityMonth> after) {
        Map<String, Long> closing =
                before.stream().collect(Collectors.toMap(LiabilityMonth::month, LiabilityMonth::closing));
        Map<String, Long> opening =
                after.stream().collect(Collectors.toMap(LiabilityMonth::month, LiabilityMonth::opening));
        return Stream.of(closing, opening)
                .flatMap(months -> months.keySet().stream())
                .distinct()
                .sorted()
                .map(month ->
                        new OpeningDifference(month, closing.getOrDefault(month, 0L), opening.getOrDefault(month, 0L)))
                .filter(both -> both.closing() != both.opening())
                .toList();
    }

    private void note(String action, LiabilityClose close) {
        audit.record(AuditEntry.of(action, close.program() + "/" + close.month() + "/" + close.id()));
    }

    private Instant now() {
        // PostgreSQL keeps microseconds.
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
