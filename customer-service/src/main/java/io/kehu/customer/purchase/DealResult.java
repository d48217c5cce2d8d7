package io.kehu.customer.purchase;

import io.kehu.starter.web.problem.FieldProblem;
import io.swagger.v3.oas.annotations.media.Schema;
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
        @Schema(example = "0") int input,
        Outcome outcome,
        @Nullable UUID id,
        @Schema(example = "C00000000135") @Nullable String number,
        @Schema(example = "UNKNOWN_CUSTOMER") @Nullable String reason,
        @Nullable List<Fault> errors) {

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

    /**
     * What is wrong with one value of a deal.
     *
     * @param pointer JSON pointer into the deal
     * @param code stable, for programs
     */
    @Schema(name = "DealFault")
    record Fault(
            @Schema(example = "/lines/0/quantity") String pointer,
            @Schema(example = "more-than-left") String code,

            @Schema(example = "must be greater than or equal to 0.001") @Nullable
            String detail) {

        static Fault of(FieldProblem problem) {
            return new Fault(problem.pointer(), problem.code(), problem.detail());
        }

        FieldProblem problem() {
            return new FieldProblem(pointer, code, detail);
        }
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
        List<Fault> faults = errors.stream().map(Fault::of).toList();
        return new DealResult(input, Outcome.REJECTED, null, null, reason, faults.isEmpty() ? null : faults);
    }
}
