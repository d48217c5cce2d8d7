package io.kehu.feedback.complaint;

import static io.kehu.feedback.complaint.CaseState.ASSIGNED;
import static io.kehu.feedback.complaint.CaseState.AUTO_CONFIRMED;
import static io.kehu.feedback.complaint.CaseState.CLOSED;
import static io.kehu.feedback.complaint.CaseState.CONFIRMED;
import static io.kehu.feedback.complaint.CaseState.IN_PROGRESS;
import static io.kehu.feedback.complaint.CaseState.NEW;
import static io.kehu.feedback.complaint.CaseState.REOPENED;
import static io.kehu.feedback.complaint.CaseState.RESOLVED;
import static io.kehu.feedback.complaint.CaseState.TRIAGED;
import static io.kehu.feedback.complaint.CaseState.WAITING_CUSTOMER;
import static io.kehu.feedback.complaint.CaseState.WAITING_THIRD_PARTY;
import static io.kehu.feedback.complaint.CaseState.WITHDRAWN;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What can be done to a case, from which state, and where it leads. The database knows the same path. */
enum CaseOperation {
    TRIAGE(Map.of(NEW, TRIAGED, TRIAGED, TRIAGED)),
    ASSIGN(Map.of(
            TRIAGED, ASSIGNED,
            ASSIGNED, ASSIGNED,
            REOPENED, ASSIGNED,
            IN_PROGRESS, IN_PROGRESS,
            WAITING_CUSTOMER, WAITING_CUSTOMER,
            WAITING_THIRD_PARTY, WAITING_THIRD_PARTY)),
    REPLY(Map.of(
            ASSIGNED, IN_PROGRESS,
            REOPENED, IN_PROGRESS,
            IN_PROGRESS, IN_PROGRESS,
            WAITING_CUSTOMER, WAITING_CUSTOMER,
            WAITING_THIRD_PARTY, WAITING_THIRD_PARTY)),
    WAIT(Map.of(IN_PROGRESS, WAITING_CUSTOMER)),
    /** Starts work, or goes on with it. */
    RESUME(Map.of(
            ASSIGNED, IN_PROGRESS,
            REOPENED, IN_PROGRESS,
            WAITING_CUSTOMER, IN_PROGRESS,
            WAITING_THIRD_PARTY, IN_PROGRESS)),
    RESOLVE(Map.of(IN_PROGRESS, RESOLVED, WAITING_CUSTOMER, RESOLVED, WAITING_THIRD_PARTY, RESOLVED)),
    CONFIRM(Map.of(RESOLVED, CONFIRMED)),
    /** By the clock only. */
    AUTO_CONFIRM(Map.of(RESOLVED, AUTO_CONFIRMED)),
    REOPEN(Map.of(RESOLVED, REOPENED, AUTO_CONFIRMED, REOPENED)),
    WITHDRAW(Map.of(
            NEW, WITHDRAWN,
            TRIAGED, WITHDRAWN,
            ASSIGNED, WITHDRAWN,
            IN_PROGRESS, WITHDRAWN,
            WAITING_CUSTOMER, WITHDRAWN,
            WAITING_THIRD_PARTY, WITHDRAWN,
            REOPENED, WITHDRAWN)),
    CLOSE(Map.of(CONFIRMED, CLOSED, AUTO_CONFIRMED, CLOSED));

    private final Map<CaseState, CaseState> path;

    CaseOperation(Map<CaseState, CaseState> path) {
        this.path = path;
    }

    /** Where it leads; empty where it is not allowed. Waiting leads to whom is waited for. */
    Optional<CaseState> from(CaseState state) {
        return Optional.ofNullable(path.get(state));
    }

    /** The end of its address, such as {@code resolve}. */
    String verb() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What people may do to a case in this state. */
    static List<String> allowed(CaseState state) {
        return Arrays.stream(values())
                .filter(operation -> operation != AUTO_CONFIRM && operation.path.containsKey(state))
                .map(CaseOperation::verb)
                .toList();
    }
}
