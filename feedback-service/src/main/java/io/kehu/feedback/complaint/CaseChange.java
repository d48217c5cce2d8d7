package io.kehu.feedback.complaint;

import io.kehu.feedback.sla.Metric;
import io.kehu.feedback.sla.Severity;
import io.kehu.feedback.sla.SlaTarget;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happened to a case, complete enough to rebuild the case from all of them. Texts are kept elsewhere, sealed. */
sealed interface CaseChange {

    /** The operation behind it; null for what only the service itself does. */
    default @Nullable CaseOperation operation() {
        return null;
    }

    /** Names of the fields it changes, for callers whose version is stale. */
    List<String> changedFields();

    /** A case began, and with it its clock. */
    record Opened(UUID feedbackId, @Nullable String number, Severity severity, String category, SlaTarget target)
            implements CaseChange {

        @Override
        public List<String> changedFields() {
            return List.of();
        }
    }

    /** Somebody judged how bad it is; the clock keeps what was used up. */
    record Triaged(Severity severity, String category, SlaTarget target) implements CaseChange {

        @Override
        public CaseOperation operation() {
            return CaseOperation.TRIAGE;
        }

        @Override
        public List<String> changedFields() {
            return List.of("severity", "category", "state", "clock");
        }
    }

    /** Somebody became responsible. */
    record Assigned(String owner) implements CaseChange {

        @Override
        public CaseOperation operation() {
            return CaseOperation.ASSIGN;
        }

        @Override
        public List<String> changedFields() {
            return List.of("owner", "state");
        }
    }

    /** A person wrote to the customer. */
    record Replied() implements CaseChange {

        @Override
        public CaseOperation operation() {
            return CaseOperation.REPLY;
        }

        @Override
        public List<String> changedFields() {
            return List.of("texts", "state");
        }
    }

    /** Others have to do something first. */
    record Waiting(WaitFor waitFor) implements CaseChange {

        @Override
        public CaseOperation operation() {
            return CaseOperation.WAIT;
        }

        @Override
        public List<String> changedFields() {
            return List.of("state", "clock");
        }
    }

    /** Work began or went on. */
    record Resumed() implements CaseChange {

        @Override
        public CaseOperation operation() {
            return CaseOperation.RESUME;
        }

        @Override
        public List<String> changedFields() {
            return List.of("state", "clock");
        }
    }

    /** Done, in our view. */
    record Resolved() implements CaseChange {

        @Override
        public CaseOperation operation() {
            return CaseOperation.RESOLVE;
        }

        @Override
        public List<String> changedFields() {
            return List.of("state", "rootCause", "actionTaken", "resolvedAt", "clock");
        }
    }

    /** Done, in the customer's view. */
    record Confirmed(boolean byCustomer) implements CaseChange {

        @Override
        public CaseOperation operation() {
            return CaseOperation.CONFIRM;
        }

        @Override
        public List<String> changedFields() {
            return List.of("state");
        }
    }

    /** The time to object ran out. */
    record AutoConfirmed() implements CaseChange {

        @Override
        public CaseOperation operation() {
            return CaseOperation.AUTO_CONFIRM;
        }

        @Override
        public List<String> changedFields() {
            return List.of("state");
        }
    }

    /** Not done, in the customer's view: another clock starts. */
    record Reopened(boolean byCustomer, SlaTarget target) implements CaseChange {

        @Override
        public CaseOperation operation() {
            return CaseOperation.REOPEN;
        }

        @Override
        public List<String> changedFields() {
            return List.of("state", "reopenCount", "resolvedAt", "clock");
        }
    }

    /** The customer wants no more of it. */
    record Withdrawn(boolean byCustomer) implements CaseChange {

        @Override
        public CaseOperation operation() {
            return CaseOperation.WITHDRAW;
        }

        @Override
        public List<String> changedFields() {
            return List.of("state", "clock");
        }
    }

    /** Put away. */
    record Closed() implements CaseChange {

        @Override
        public CaseOperation operation() {
            return CaseOperation.CLOSE;
        }

        @Override
        public List<String> changedFields() {
            return List.of("state");
        }
    }

    /** The customer behind an anonymous complaint became known. */
    record Linked(String number) implements CaseChange {

        @Override
        public List<String> changedFields() {
            return List.of("number");
        }
    }

    /** A clock's target went by. The clock moves by itself, so this is nobody's edit. */
    record Breached(Metric metric, int cycle) implements CaseChange {

        @Override
        public List<String> changedFields() {
            return List.of();
        }
    }
}
