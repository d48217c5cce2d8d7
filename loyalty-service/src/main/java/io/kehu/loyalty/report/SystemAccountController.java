package io.kehu.loyalty.report;

import io.kehu.loyalty.program.ChosenProgram;
import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.program.ProgramChoice;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a programme's own accounts come to, over HTTP. */
@RestController
@Tag(name = "reports")
class SystemAccountController {

    private static final LocalDate FIRST = LocalDate.of(2000, 1, 1);
    private static final LocalDate LAST = LocalDate.of(2199, 12, 31);

    private final SystemAccountDays days;
    private final LiabilityQuery query;
    private final ChosenProgram programs;
    private final Transactions transactions;
    private final Clock clock;

    SystemAccountController(
            SystemAccountDays days,
            LiabilityQuery query,
            ChosenProgram programs,
            Transactions transactions,
            Clock clock) {
        this.days = days;
        this.query = query;
        this.programs = programs;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * The accounts points come from and go to.
     *
     * @param from first day of the period, in the programme's zone
     * @param asOf its last day
     * @param rolledUpTo last day that is added up for good; later ones are read from the postings
     */
    record SystemAccountsView(
            String program,
            LocalDate from,
            LocalDate asOf,
            @Nullable LocalDate rolledUpTo,
            List<SystemAccountView> accounts) {}

    /**
     * One of them: {@code opening + moved = balance}. Points that members got from it are below 0.
     *
     * @param account {@code ISSUED}, {@code REDEEMED}, {@code BREAKAGE}, {@code ADJUSTED} or {@code IMPORTED}
     * @param opening when the period began
     * @param moved in the period
     * @param balance when the period ended
     * @param postings in the period
     */
    record SystemAccountView(String account, long opening, long moved, long balance, long postings) {

        static SystemAccountView of(SystemAccountDays.Balance at) {
            return new SystemAccountView(
                    at.account(), at.balance() - at.moved(), at.moved(), at.balance(), at.postings());
        }
    }

    @GetMapping("/loyalty/v1/reports/system-accounts")
    @Operation(
            summary = "What the accounts of a programme come to",
            description =
                    "Where points came from and where they went: balance at the end of a day, and what moved since the first one.")
    ResponseEntity<SystemAccountsView> systemAccounts(
            @ParameterObject @Valid ProgramChoice choice,
            @Parameter(description = "First day; that of the last one's month when missing.")
                    @RequestParam(required = false)
                    @Nullable
                    LocalDate from,
            @Parameter(description = "Last day, in the programme's zone; today when missing.")
                    @RequestParam(required = false)
                    @Nullable
                    LocalDate asOf) {
        Program program = programs.of(choice);
        LocalDate last = near("/asOf", asOf == null ? LocalDate.ofInstant(clock.instant(), program.zone()) : asOf);
        LocalDate first = near("/from", from == null ? last.withDayOfMonth(1) : from);
        if (last.isBefore(first)) {
            throw ProblemException.field("/asOf", "before-first-day");
        }
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(transactions.read(() -> {
            query.fixSnapshot();
            LocalDate rolledUpTo = days.lastDay(program).orElse(null);
            Instant since = rolledUpTo == null ? program.startOf(FIRST) : program.endOf(rolledUpTo);
            return new SystemAccountsView(
                    program.code(),
                    first,
                    last,
                    rolledUpTo,
                    days.balances(program, first, last, since).stream()
                            .map(SystemAccountView::of)
                            .toList());
        }));
    }

    private static LocalDate near(String pointer, LocalDate day) {
        if (day.isBefore(FIRST) || day.isAfter(LAST)) {
            throw ProblemException.field(pointer, "far-away");
        }
        return day;
    }
}
