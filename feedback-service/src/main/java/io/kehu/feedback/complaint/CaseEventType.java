package io.kehu.feedback.complaint;

import java.util.Arrays;

/** The names under which changes are kept. */
enum CaseEventType {
    OPENED(CaseChange.Opened.class),
    TRIAGED(CaseChange.Triaged.class),
    ASSIGNED(CaseChange.Assigned.class),
    REPLIED(CaseChange.Replied.class),
    WAITING(CaseChange.Waiting.class),
    RESUMED(CaseChange.Resumed.class),
    RESOLVED(CaseChange.Resolved.class),
    CONFIRMED(CaseChange.Confirmed.class),
    AUTO_CONFIRMED(CaseChange.AutoConfirmed.class),
    REOPENED(CaseChange.Reopened.class),
    WITHDRAWN(CaseChange.Withdrawn.class),
    CLOSED(CaseChange.Closed.class),
    LINKED(CaseChange.Linked.class),
    BREACHED(CaseChange.Breached.class);

    private final Class<? extends CaseChange> change;

    CaseEventType(Class<? extends CaseChange> change) {
        this.change = change;
    }

    Class<? extends CaseChange> change() {
        return change;
    }

    static CaseEventType of(CaseChange change) {
        return Arrays.stream(values())
                .filter(type -> type.change == change.getClass())
                .findFirst()
                .orElseThrow();
    }
}
