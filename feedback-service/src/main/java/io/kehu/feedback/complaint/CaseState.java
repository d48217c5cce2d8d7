package io.kehu.feedback.complaint;

import java.util.EnumSet;
import java.util.Set;

/** Where a case is on its path. */
enum CaseState {
    NEW,
    TRIAGED,
    ASSIGNED,
    IN_PROGRESS,
    WAITING_CUSTOMER,
    WAITING_THIRD_PARTY,
    RESOLVED,
    /** The customer is content, or somebody said so for them. */
    CONFIRMED,
    /** The customer did not object in time. */
    AUTO_CONFIRMED,
    CLOSED,
    REOPENED,
    WITHDRAWN;

    static final Set<CaseState> WAITING = EnumSet.of(WAITING_CUSTOMER, WAITING_THIRD_PARTY);

    /** Nothing is left to be done by us. */
    private static final Set<CaseState> SETTLED = EnumSet.of(RESOLVED, CONFIRMED, AUTO_CONFIRMED, CLOSED, WITHDRAWN);

    boolean isSettled() {
        return SETTLED.contains(this);
    }

    boolean isWaiting() {
        return WAITING.contains(this);
    }
}
