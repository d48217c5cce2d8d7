package io.kehu.customer.purchase;

import io.kehu.starter.web.problem.FieldProblem;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one deal.
 *
 * @param input place in the request, from 0
 * @param outcome what happened
 * @param id of the purchase or refund; missing for what was parked or rejected
 * @param number customer it belongs to
 * @param reason why it was parked or not accepted
 * @param errors what is wrong with a rejected one
 */
record DealResult(
        int input,
        Outcome outcome,
        @Nullable UUID id,
        @Nullable String number,
        @Nullable String reason,
        @Nullable List<FieldProblem> errors) {

    /** What can become of a deal. */
    enum Outcome {
        /** New, and stored. */
        RECORDED,
        /** The very same deal was stored before; nothing changed. */
        DUPLICATE,
        /** Kept until its customer or its purchase is known. */
        PARKED,
        /** The natural key belongs to a deal with other content; nothing changed. */
        CONFLICT,
        /** Its values are not accepted; nothing was stored. */
        REJECTED
    }

    static DealResult of(int input, Outcome outcome, UUID id, String number) {
        return new DealResult(input, outcome, id, number, null, null);
    }

    static DealResult parked(int input, String reason) {
        return new DealResult(input, Outcome.PARKED, null, null, reason, null);
    }

    static DealResult conflict(int input) {
        return new DealResult(input, Outcome.CONFLICT, null, null, "natural-key", null);
    }

    static DealResult rejected(int input, String reason, List<FieldProblem> errors) {
        return new DealResult(input, Outcome.REJECTED, null, null, reason, errors.isEmpty() ? null : errors);
    }
}
