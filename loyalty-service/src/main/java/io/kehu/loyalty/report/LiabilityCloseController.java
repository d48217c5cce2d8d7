package io.kehu.loyalty.report;

import io.kehu.loyalty.program.ChosenProgram;
import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.program.ProgramChoice;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The monthly close over HTTP. */
@RestController
@Tag(name = "reports")
class LiabilityCloseController {

    private static final String PATH = "/loyalty/v1/reports/liability";

    private final CloseMonths closing;
    private final LiabilityCloseTable closes;
    private final ChosenProgram programs;
    private final IdempotentRequests idempotent;

    LiabilityCloseController(
            CloseMonths closing, LiabilityCloseTable closes, ChosenProgram programs, IdempotentRequests idempotent) {
        this.closing = closing;
        this.closes = closes;
        this.programs = programs;
        this.idempotent = idempotent;
    }

    /** Does one thing to a month of a programme. */
    private interface Step {
        LiabilityClose take(Program program, YearMonth month, String actor);
    }

    /**
     * The liability of a month for the books.
     *
     * @param month such as {@code 2026-11}
     * @param state {@code PROPOSED}: waits for a second person; {@code SIGNED}: never changes; {@code REFUSED}: may be proposed again
     * @param pointValueMinor what a point was worth, in minor units
     * @param redemptionRate share of points that was expected to be redeemed
     * @param months by the month points were earned in, oldest first
     * @param total of all months
     * @param ledgerPoints points of all members by the postings of the ledger at the end of the month
     * @param owed points members owed at the end of the month
     * @param previousHash of the month before; missing for the first month that was closed
     * @param hash SHA-256 over all of this, once it is signed; docs/operations/loyalty.md says in which form
     */
    record LiabilityCloseView(
            String program,
            String month,
            LiabilityClose.State state,
            BigDecimal pointValueMinor,
            BigDecimal redemptionRate,
            List<LiabilityMonth> months,
            LiabilityMonth total,
            long ledgerPoints,
            long owed,
            String proposedBy,
            Instant proposedAt,
            @Nullable String decidedBy,
            @Nullable Instant decidedAt,
            @Nullable String previousHash,
            @Nullable String hash) {

        static LiabilityCloseView of(LiabilityClose close) {
            return new LiabilityCloseView(
                    close.program(),
                    close.month().toString(),
                    close.state(),
                    close.worth().pointValueMinor(),
                    close.worth().redemptionRate(),
                    close.months(),
                    close.total(),
                    close.ledgerPoints(),
                    close.owed(),
                    close.proposedBy(),
                    close.proposedAt(),
                    close.decidedBy(),
                    close.decidedAt(),
                    close.previousHash(),
                    close.hash());
        }
    }

    /**
     * The same in a list.
     *
     * @param closing points left at the end of the month
     * @param liabilityMinor what of the sales they came with is still owed, in minor units
     */
    record LiabilityCloseSummary(
            String program,
            String month,
            LiabilityClose.State state,
            long closing,
            long liabilityMinor,
            String proposedBy,
            Instant proposedAt,
            @Nullable String decidedBy,
            @Nullable Instant decidedAt,
            @Nullable String hash) {

        static LiabilityCloseSummary of(LiabilityClose close) {
            LiabilityMonth total = close.total();
            return new LiabilityCloseSummary(
                    close.program(),
                    close.month().toString(),
                    close.state(),
                    total.closing(),
                    total.liabilityMinor(),
                    close.proposedBy(),
                    close.proposedAt(),
                    close.decidedBy(),
                    close.decidedAt(),
                    close.hash());
        }
    }

    @PostMapping(PATH + "/{month}:close")
    @Operation(
            summary = "Propose to close a month",
            description =
                    "Keeps the figures of a month that is over, with the value of a point and the share expected to be redeemed that are set now. "
                            + "A second person signs. Months are closed one after the other; the first one is free to choose.")
    @ApiResponse(responseCode = "201", description = "Waits for a second person")
    ResponseEntity<LiabilityCloseView> closeMonth(
            @PathVariable @Pattern(regexp = LiabilityController.MONTH) String month,
            @ParameterObject @Valid ProgramChoice program) {
        Program chosen = programs.of(program);
        return idempotent.once(() -> ResponseEntity.status(HttpStatus.CREATED)
                .location(URI.create(PATH + "/closes/" + month + "?program=" + chosen.code()))
                .body(LiabilityCloseView.of(closing.propose(chosen, YearMonth.parse(month), actor()))));
    }

    @PostMapping(PATH + "/{month}:sign")
    @Operation(summary = "Sign, as a second person", description = "What is signed never changes.")
    ResponseEntity<LiabilityCloseView> signMonth(
            @PathVariable @Pattern(regexp = LiabilityController.MONTH) String month,
            @ParameterObject @Valid ProgramChoice program) {
        return decide(program, month, closing::sign);
    }

    @PostMapping(PATH + "/{month}:refuse")
    @Operation(summary = "Refuse, or take back what one proposed", description = "The month may be proposed again.")
    ResponseEntity<LiabilityCloseView> refuseMonth(
            @PathVariable @Pattern(regexp = LiabilityController.MONTH) String month,
            @ParameterObject @Valid ProgramChoice program) {
        return decide(program, month, closing::refuse);
    }

    @GetMapping(PATH + "/closes")
    @Operation(summary = "Months that were proposed, signed or refused", description = "Newest first.")
    Page<LiabilityCloseSummary> liabilityCloses(
            @ParameterObject @Valid ProgramChoice program, @ParameterObject @Valid PageRequest page) {
        Cursor before = page.after(1);
        return Page.of(
                        closes.list(programs.of(program).code(), before == null ? null : before.uuid(0), page.fetch()),
                        page,
                        last -> Cursor.of(last.id()))
                .map(LiabilityCloseSummary::of);
    }

    @GetMapping(PATH + "/closes/{month}")
    @Operation(summary = "What was proposed last for a month", description = "Once it is signed, that.")
    LiabilityCloseView liabilityClose(
            @PathVariable @Pattern(regexp = LiabilityController.MONTH) String month,
            @ParameterObject @Valid ProgramChoice program) {
        return LiabilityCloseView.of(closing.required(programs.of(program).code(), YearMonth.parse(month)));
    }

    private ResponseEntity<LiabilityCloseView> decide(ProgramChoice choice, String month, Step step) {
        Program program = programs.of(choice);
        return idempotent.once(
                () -> ResponseEntity.ok(LiabilityCloseView.of(step.take(program, YearMonth.parse(month), actor()))));
    }

    private static String actor() {
        return Caller.required().originatingSubject();
    }
}
