package io.kehu.feedback.complaint;

import io.kehu.feedback.CustomerNumber;
import io.kehu.feedback.feedback.FeedbackId;
import io.kehu.feedback.sla.Severity;
import io.kehu.feedback.sla.SlaClock;
import io.kehu.feedback.sla.SlaClock.CalendarLookup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A case as the fold over its history: there is no other way to change one than to apply an event, so what is stored can be rebuilt.
 *
 * @param number the number it is filed under, whose key seals its texts
 * @param living the number that stands for that one now; the history alone does not know it
 * @param replied whether a person has written to the customer in this cycle
 * @param changedAt when somebody last moved it on; nothing can have happened before that is heard of later
 * @param version counts what people and jobs did to it; a breach does not count, so that it makes nobody's work stale
 * @param lastSeq place of the last event
 * @param clocks one per cycle, the current one last
 */
record Complaint(
        CaseNo caseNo,
        FeedbackId feedbackId,
        @Nullable CustomerNumber number,
        @Nullable CustomerNumber living,
        Severity severity,
        String category,
        CaseState state,
        @Nullable String owner,
        int reopenCount,
        boolean replied,
        Instant openedAt,
        Instant changedAt,
        @Nullable Instant resolvedAt,
        long version,
        int lastSeq,
        List<SlaClock> clocks) {

    Complaint {
        clocks = List.copyOf(clocks);
    }

    static Complaint rebuild(CaseNo caseNo, List<CaseEvent> history, CalendarLookup calendars) {
        Complaint complaint = opened(caseNo, history.getFirst(), calendars);
        for (CaseEvent event : history.subList(1, history.size())) {
            complaint = complaint.after(event, calendars);
        }
        return complaint;
    }

    static Complaint opened(CaseNo caseNo, CaseEvent event, CalendarLookup calendars) {
        if (!(event.change() instanceof CaseChange.Opened opened)) {
            throw new IllegalArgumentException("A case begins with its opening.");
        }
        return new Complaint(
                caseNo,
                new FeedbackId(opened.feedbackId()),
                CustomerNumber.ofNullable(opened.number()),
                CustomerNumber.ofNullable(opened.number()),
                opened.severity(),
                opened.category(),
                CaseState.NEW,
                null,
                0,
                false,
                event.at(),
                event.at(),
                null,
                event.version(),
                event.seq(),
                List.of(SlaClock.start(opened.target(), 1, event.at(), calendars)));
    }

    /** @throws IllegalStateException when the path does not lead there; callers have asked {@link #allows} before */
    Complaint after(CaseEvent event, CalendarLookup calendars) {
        Instant at = event.at();
        Draft draft = new Draft(this, event);
        switch (event.change()) {
            case CaseChange.Opened opened -> throw new IllegalStateException("A case begins once.");
            case CaseChange.Triaged triaged -> {
                draft.severity = triaged.severity();
                draft.category = triaged.category();
                draft.clock(clock -> clock.retarget(triaged.target(), at, calendars));
            }
            case CaseChange.Assigned assigned -> draft.owner = assigned.owner();
            case CaseChange.Replied replied -> draft.replied = true;
            case CaseChange.Waiting waiting -> {
                draft.state = waiting.waitFor().state();
                draft.clock(clock -> clock.pause(at, calendars));
            }
            case CaseChange.Resumed resumed -> draft.clock(clock -> clock.resume(at, calendars));
            case CaseChange.Resolved resolved -> {
                draft.resolvedAt = at;
                draft.clock(clock -> clock.finish(at, calendars));
            }
            case CaseChange.Reopened reopened -> {
                draft.reopenCount++;
                draft.replied = false;
                draft.resolvedAt = null;
                draft.clocks.add(SlaClock.start(reopened.target(), clocks.size() + 1, at, calendars));
            }
            case CaseChange.Withdrawn withdrawn -> draft.clock(clock -> clock.cancel(at, calendars));
            case CaseChange.Linked linked -> {
                draft.changedAt = changedAt;
                draft.number = new CustomerNumber(linked.number());
                draft.living = draft.number;
            }
            case CaseChange.Breached breached -> {
                draft.changedAt = changedAt;
                draft.clock(SlaClock::breach);
            }
            case CaseChange.Confirmed confirmed -> {}
            case CaseChange.AutoConfirmed confirmed -> {}
            case CaseChange.Closed closed -> {}
        }
        return draft.done();
    }

    boolean allows(CaseOperation operation) {
        return operation.from(state).isPresent();
    }

    SlaClock clock() {
        return clocks.getLast();
    }

    /** When it must be resolved, for the order of the queue; null while it waits and when it is settled. */
    @Nullable
    Instant dueAt() {
        return state.isSettled() ? null : clock().dueAt();
    }

    /** What events about it are about. */
    String subject() {
        return living == null ? caseNo.value() : living.value();
    }

    /** Whose key seals its texts. */
    String keyOwner() {
        return number == null ? caseNo.value() : number.value();
    }

    /** The same case with what only the database knows: who its customer is now, and its clocks. */
    Complaint with(@Nullable CustomerNumber livingNumber, List<SlaClock> knownClocks) {
        return new Complaint(
                caseNo,
                feedbackId,
                number,
                livingNumber,
                severity,
                category,
                state,
                owner,
                reopenCount,
                replied,
                openedAt,
                changedAt,
                resolvedAt,
                version,
                lastSeq,
                knownClocks);
    }

    /** The next state of a case in the making. */
    private static final class Draft {

        private final Complaint before;
        private final CaseEvent event;
        private final List<SlaClock> clocks;
        private @Nullable CustomerNumber number;
        private @Nullable CustomerNumber living;
        private Severity severity;
        private String category;
        private CaseState state;
        private @Nullable String owner;
        private int reopenCount;
        private boolean replied;
        private Instant changedAt;
        private @Nullable Instant resolvedAt;

        Draft(Complaint before, CaseEvent event) {
            this.before = before;
            this.event = event;
            this.clocks = new ArrayList<>(before.clocks);
            this.number = before.number;
            this.living = before.living;
            this.severity = before.severity;
            this.category = before.category;
            this.state = next(before.state, event.change());
            this.owner = before.owner;
            this.reopenCount = before.reopenCount;
            this.replied = before.replied;
            this.changedAt = event.at();
            this.resolvedAt = before.resolvedAt;
        }

        private static CaseState next(CaseState state, CaseChange change) {
            CaseOperation operation = change.operation();
            return operation == null
                    ? state
                    : operation
                            .from(state)
                            .orElseThrow(() -> new IllegalStateException("No " + operation + " in " + state));
        }

        void clock(UnaryOperator<SlaClock> move) {
            clocks.set(clocks.size() - 1, move.apply(clocks.getLast()));
        }

        Complaint done() {
            return new Complaint(
                    before.caseNo,
                    before.feedbackId,
                    number,
                    living,
                    severity,
                    category,
                    state,
                    owner,
                    reopenCount,
                    replied,
                    before.openedAt,
                    changedAt,
                    resolvedAt,
                    event.version(),
                    event.seq(),
                    clocks);
        }
    }
}
