package io.kehu.feedback.complaint;

/** Whom a case waits for. */
enum WaitFor {
    CUSTOMER(CaseState.WAITING_CUSTOMER),
    THIRD_PARTY(CaseState.WAITING_THIRD_PARTY);

    private final CaseState state;

    WaitFor(CaseState state) {
        this.state = state;
    }

    CaseState state() {
        return state;
    }
}
