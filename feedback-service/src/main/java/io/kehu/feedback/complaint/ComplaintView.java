package io.kehu.feedback.complaint;

import io.kehu.feedback.CustomerNumber;
import io.kehu.feedback.sla.ClockState;
import io.kehu.feedback.sla.Metric;
import io.kehu.feedback.sla.Severity;
import io.kehu.feedback.sla.SlaClock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A case without its words, as operations answer with it.
 *
 * @param caseNo its number
 * @param feedbackId what it is about
 * @param number customer number, of merged customers the one that stands for all; missing while anonymous
 * @param severity how bad
 * @param category what about
 * @param state where it is on its path
 * @param owner who is responsible, as subject of their account; not shown to customers
 * @param reopenCount how often the customer was not content
 * @param openedAt when it began
 * @param resolvedAt when it was resolved
 * @param dueAt when it must be resolved; missing while it waits for others and when it is settled
 * @param clock the clock of the current cycle
 * @param allowed operations its state allows
 * @param version for `If-Match`, as in the header `ETag`; the clock moves by itself and does not change it
 */
record ComplaintView(
        String caseNo,
        UUID feedbackId,
        @Nullable String number,
        Severity severity,
        String category,
        CaseState state,
        @Nullable String owner,
        int reopenCount,
        Instant openedAt,
        @Nullable Instant resolvedAt,
        @Nullable Instant dueAt,
        ClockView clock,
        List<String> allowed,
        long version) {

    /**
     * A clock.
     *
     * @param metric what it measures
     * @param cycle 1, and one more for each reopening
     * @param state what it does
     * @param targetSeconds business seconds allowed
     * @param consumedSeconds business seconds used up before `runningSince`
     * @param runningSince when it was last set going; only while it runs
     * @param dueAt when the target will be used up, or was
     * @param breachedAt when it was used up with nothing done
     */
    record ClockView(
            Metric metric,
            int cycle,
            ClockState state,
            long targetSeconds,
            long consumedSeconds,
            @Nullable Instant runningSince,
            @Nullable Instant dueAt,
            @Nullable Instant breachedAt) {

        static ClockView of(SlaClock clock) {
            return new ClockView(
                    clock.target().metric(),
                    clock.cycle(),
                    clock.state(),
                    clock.target().seconds(),
                    clock.consumedSeconds(),
                    clock.runningSince(),
                    clock.dueAt(),
                    clock.breachedAt());
        }
    }

    /** @param forCustomer whether the reader is the customer */
    static ComplaintView of(Complaint complaint, boolean forCustomer) {
        return new ComplaintView(
                complaint.caseNo().value(),
                complaint.feedbackId().value(),
                CustomerNumber.text(complaint.living()),
                complaint.severity(),
                complaint.category(),
                complaint.state(),
                forCustomer ? null : complaint.owner(),
                complaint.reopenCount(),
                complaint.openedAt(),
                complaint.resolvedAt(),
                complaint.dueAt(),
                ClockView.of(complaint.clock()),
                allowed(complaint.state(), forCustomer),
                complaint.version());
    }

    private static List<String> allowed(CaseState state, boolean forCustomer) {
        List<String> all = CaseOperation.allowed(state);
        return forCustomer
                ? all.stream()
                        .filter(List.of("confirm", "reopen", "withdraw")::contains)
                        .toList()
                : all;
    }
}
