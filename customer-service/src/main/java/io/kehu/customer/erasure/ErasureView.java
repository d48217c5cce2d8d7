package io.kehu.customer.erasure;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.web.Colleagues;
import io.kehu.starter.erasing.ErasureItem;
import io.kehu.starter.security.token.Caller;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request to erase a customer, and what became of it.
 *
 * @param number as asked for
 * @param numbers all numbers of the customer; none before it is decided
 * @param requestedBy who asked; customers see only themselves there
 * @param dueAt when the customer should have an answer
 * @param decidedBy who agreed or refused; not shown to customers
 * @param reason why it was refused
 * @param steps service by service; none before it is decided
 */
record ErasureView(
        @Schema(example = "0199f3c2-6d1c-7c3e-9a41-5b7f0e2d1c44")
        UUID id,

        @Schema(example = "C00000000135") String number,
        @Schema(example = "[\"C00000000135\"]") List<String> numbers,
        ErasureState state,
        ErasureBasis basis,

        @Schema(example = "9c1e2f60-5a3b-4c7d-8e21-0f6b7a9d1c34") @Nullable
        String requestedBy,

        Instant requestedAt,
        Instant dueAt,

        @Schema(example = "4b7d90aa-1c55-4e0f-9d3a-7f21c8e6b012") @Nullable
        String decidedBy,

        @Nullable Instant decidedAt,

        @Schema(example = "诉讼保全 / claims are pending") @Nullable
        String reason,

        @Nullable Instant finishedAt,
        List<ErasureStepView> steps) {

    /**
     * What one service does.
     *
     * @param items what there was, and what became of it
     * @param failure why it has to be tried again
     * @param attempts how often it was tried in vain
     */
    record ErasureStepView(
            ErasureStep step,
            @Schema(example = "true") boolean done,
            List<ErasureItem> items,
            @Schema(example = "unavailable") @Nullable String failure,
            @Schema(example = "0") int attempts) {

        static ErasureStepView of(TakenErasureStep step) {
            return new ErasureStepView(step.step(), step.done(), step.items(), step.failure(), step.attempts());
        }
    }

    static ErasureView of(CustomerErasure erasure, List<TakenErasureStep> steps, Caller caller) {
        return new ErasureView(
                erasure.id(),
                erasure.number().value(),
                erasure.numbers().stream().map(CustomerNumber::value).toList(),
                erasure.state(),
                erasure.basis(),
                Colleagues.told(caller, erasure.requestedBy()),
                erasure.requestedAt(),
                erasure.dueAt(),
                Colleagues.told(caller, erasure.decidedBy()),
                erasure.decidedAt(),
                erasure.reason(),
                erasure.finishedAt(),
                steps.stream().map(ErasureStepView::of).toList());
    }
}
