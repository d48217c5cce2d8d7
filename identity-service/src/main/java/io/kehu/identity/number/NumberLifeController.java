package io.kehu.identity.number;

import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The life of numbers over HTTP. Every operation answers with the number as it is then; repeating one changes nothing. */
@RestController
@Tag(name = "numbers")
class NumberLifeController {

    private final ChangeNumbers change;
    private final NumberViews views;
    private final IdempotentRequests idempotent;

    NumberLifeController(ChangeNumbers change, NumberViews views, IdempotentRequests idempotent) {
        this.change = change;
        this.views = views;
        this.idempotent = idempotent;
    }

    /** @param reason a code such as {@code CARD_LOST}; it is kept for ever, so no text that could name a person */
    record Because(
            @Schema(example = "CARD_LOST") @NotNull @Pattern(regexp = "[A-Z][A-Z0-9_]{1,40}")
            String reason) {}

    /**
     * Two numbers of one customer.
     *
     * @param from stops standing for the customer
     * @param into stands for it from now on
     */
    record Merge(
            @Schema(example = "C00000000135") @NotBlank @Size(max = 100)
            String from,

            @Schema(example = "C00000000232") @NotBlank @Size(max = 100)
            String into) {}

    /** @param number a merged one */
    record Unmerge(
            @Schema(example = "C00000000135") @NotBlank @Size(max = 100)
            String number) {}

    @PostMapping("/identity/v1/numbers/{number}:activate")
    @Operation(
            summary = "Make a reserved number active",
            description = "Refused with 409 once the reservation is over.")
    ResponseEntity<NumberViews.NumberView> activate(@PathVariable @Size(max = 100) String number) {
        return after(number, () -> change.activate(number, by()));
    }

    @PostMapping("/identity/v1/numbers/{number}:retire")
    @Operation(summary = "Retire a number", description = "It stands for nobody any more, and is never issued again.")
    ResponseEntity<NumberViews.NumberView> retire(
            @PathVariable @Size(max = 100) String number, @Valid @RequestBody Because because) {
        return after(number, () -> change.retire(number, because.reason(), by()));
    }

    @PostMapping("/identity/v1/numbers/{number}:quarantine")
    @Operation(summary = "Hold a number back", description = "Until it is released into the state it had.")
    ResponseEntity<NumberViews.NumberView> quarantine(
            @PathVariable @Size(max = 100) String number, @Valid @RequestBody Because because) {
        return after(number, () -> change.quarantine(number, because.reason(), by()));
    }

    @PostMapping("/identity/v1/numbers/{number}:release")
    @Operation(summary = "Release a number from quarantine")
    ResponseEntity<NumberViews.NumberView> release(
            @PathVariable @Size(max = 100) String number, @Valid @RequestBody Because because) {
        return after(number, () -> change.release(number, because.reason(), by()));
    }

    @PostMapping("/identity/v1/numbers:merge")
    @Operation(
            summary = "Merge two numbers of one customer",
            description =
                    "Both must be active. The first resolves to the second from now on, through any chain of merges.")
    ResponseEntity<NumberViews.NumberView> merge(@Valid @RequestBody Merge merge) {
        return after(merge.from(), () -> change.merge(merge.from(), merge.into(), by()));
    }

    @PostMapping("/identity/v1/numbers:unmerge")
    @Operation(summary = "Take a merge back", description = "The number stands for its own customer again.")
    ResponseEntity<NumberViews.NumberView> unmerge(@Valid @RequestBody Unmerge unmerge) {
        return after(unmerge.number(), () -> change.unmerge(unmerge.number(), by()));
    }

    private ResponseEntity<NumberViews.NumberView> after(String number, Runnable effect) {
        return idempotent.once(() -> {
            effect.run();
            return ResponseEntity.ok(views.of(number));
        });
    }

    private static String by() {
        return Caller.required().originatingSubject();
    }
}
