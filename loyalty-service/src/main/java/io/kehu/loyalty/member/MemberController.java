package io.kehu.loyalty.member;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.MemberReach;
import io.kehu.loyalty.ledger.Invariants;
import io.kehu.loyalty.program.ChosenProgram;
import io.kehu.loyalty.program.ProgramChoice;
import io.kehu.loyalty.tier.Standings;
import io.kehu.loyalty.tier.TierStanding;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.problem.RequestLanguage;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Members over HTTP: what they have and why. */
@RestController
class MemberController {

    private final Statements statements;
    private final StatementTexts texts;
    private final Standings standings;
    private final ChosenProgram programs;
    private final MemberReach reach;
    private final Invariants invariants;
    private final Transactions transactions;

    MemberController(
            Statements statements,
            StatementTexts texts,
            Standings standings,
            ChosenProgram programs,
            MemberReach reach,
            Invariants invariants,
            Transactions transactions) {
        this.statements = statements;
        this.texts = texts;
        this.standings = standings;
        this.programs = programs;
        this.reach = reach;
        this.invariants = invariants;
        this.transactions = transactions;
    }

    /**
     * A member.
     *
     * @param number the member's; another one than asked for, when that one was merged into it
     * @param balance points in the books, held ones included
     * @param held points reserved for something
     * @param available points that can be spent now: not held, not past their expiry, not waiting, not owed
     * @param pending points that wait before they can be spent
     * @param nextActivation when the next of them can be spent
     * @param owed points that were earned, spent, and then taken back; paid out of the next ones that come in
     * @param nextExpiry when the next points expire
     * @param nextExpiryPoints how many
     * @param tier where the member stands; missing where the programme has no tiers
     */
    record MemberView(
            String number,
            String program,
            String status,
            long balance,
            long held,
            long available,
            long pending,
            @Nullable Instant nextActivation,
            long owed,
            @Nullable Instant nextExpiry,
            @Nullable Long nextExpiryPoints,
            @Nullable TierStanding tier) {}

    /**
     * A line of the statement; points are positive to the member.
     *
     * @param number customer number it came under; another one than the member's, when it came for a number merged into it
     * @param businessRef what for: the order, the refund, or {@code MERGE/} and the merge
     * @param reverses the transaction it takes back, wholly or in part
     * @param reason in words, of what somebody adjusted by hand
     * @param description the line in words, in the language of the request
     * @param parts the lots it opened, took from or gave back to; none for {@code MERGE} and {@code UNMERGE}, which move whole lots
     * @param merge for {@code MERGE} and {@code UNMERGE}: whose points joined whose, or went back
     */
    record StatementLine(
            UUID transactionId,
            String number,
            Instant bookedAt,
            Instant occurredAt,
            String type,
            long points,
            long balanceAfter,
            String businessRef,
            @Nullable String rule,
            @Nullable Integer ruleVersion,
            @Nullable UUID reverses,
            @Nullable String reason,
            @Nullable MergeNote merge,
            String description,
            List<PartView> parts) {

        static StatementLine of(Statements.Line line, String description, List<Statements.Part> parts) {
            return new StatementLine(
                    line.transactionId(),
                    line.number(),
                    line.bookedAt(),
                    line.occurredAt(),
                    line.type(),
                    line.points(),
                    line.balanceAfter(),
                    line.businessRef(),
                    line.rule(),
                    line.ruleVersion(),
                    line.reverses(),
                    line.reason(),
                    line.merge() == null ? null : MergeNote.of(line.merge()),
                    description,
                    parts.stream()
                            .map(part -> new PartView(
                                    part.lot(),
                                    part.points(),
                                    part.pendingUntil(),
                                    part.expiresAt(),
                                    part.businessRef()))
                            .toList());
        }
    }

    /**
     * Points of one lot.
     *
     * @param points positive to the member
     * @param pendingUntil how long the lot waits or waited before it could be spent; missing where it never did
     * @param expiresAt when what is left of the lot expires
     * @param businessRef what the lot was earned with
     */
    record PartView(
            UUID lot,
            long points,
            @Nullable Instant pendingUntil,
            @Nullable Instant expiresAt,
            String businessRef) {}

    /**
     * Two numbers of one customer.
     *
     * @param loser the number whose points joined those of the survivor
     */
    record MergeNote(UUID id, String loser, String survivor) {

        static MergeNote of(Statements.Merge merge) {
            return new MergeNote(merge.id(), merge.loser(), merge.survivor());
        }
    }

    /**
     * Points that expire together.
     *
     * @param number customer number they were earned under
     * @param state {@code ACTIVE}, or {@code PENDING}: they wait before they can be spent
     * @param pendingUntil how long they wait or waited; missing where they never did
     */
    record LotView(
            UUID id,
            String number,
            long initial,
            long remaining,
            long held,
            String state,
            @Nullable Instant pendingUntil,
            @Nullable Instant expiresAt,
            String businessRef) {}

    /**
     * Whether the ledger adds up.
     *
     * @param clean true when every check found nothing
     */
    record InvariantReport(boolean clean, List<Invariants.Check> checks) {}

    @GetMapping("/loyalty/v1/members/{number}")
    @Operation(
            summary = "What a member has",
            description = "For a number that was merged into another one, what the living member has.")
    @Tag(name = "members")
    ResponseEntity<MemberView> member(@PathVariable String number, @ParameterObject @Valid ProgramChoice program) {
        return transactions.read(() -> {
            Statements.Account account = account(number, program);
            Optional<Statements.Lot> next = statements.nextExpiry(account.account());
            MemberView view = new MemberView(
                    account.number(),
                    account.program(),
                    account.status(),
                    account.posted(),
                    account.held(),
                    account.available(),
                    account.pending(),
                    account.nextActivation(),
                    account.owed(),
                    next.map(Statements.Lot::expiresAt).orElse(null),
                    next.map(Statements.Lot::remaining).orElse(null),
                    standings
                            .of(programs.of(account.program()), account.number())
                            .orElse(null));
            return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(view);
        });
    }

    @GetMapping("/loyalty/v1/members/{number}/statement")
    @Operation(
            summary = "Every change of a member's points",
            description =
                    "Newest first: what for, by which rule and version, of which lots, and the balance right after. "
                            + "A merge and its undoing are lines that say whose points came or went.")
    @Tag(name = "members")
    Page<StatementLine> statement(
            @PathVariable String number,
            @ParameterObject @Valid PageRequest page,
            @ParameterObject @Valid ProgramChoice program,
            @Parameter(description = "Only what was booked until then; the first line has the balance of that moment.")
                    @RequestParam(required = false)
                    @Nullable
                    Instant asOf,
            @Parameter(description = "Language of the descriptions: zh or en.")
                    @RequestHeader(name = "Accept-Language", required = false)
                    @Nullable
                    String acceptLanguage) {
        Cursor before = page.after(1);
        Locale language = RequestLanguage.of(acceptLanguage);
        return transactions.read(() -> {
            Statements.Account account = account(number, program);
            List<Statements.Line> lines =
                    statements.lines(account.account(), before == null ? null : before.number(0), asOf, page.fetch());
            Map<UUID, List<Statements.Part>> parts = statements.parts(
                    lines.stream().map(Statements.Line::transactionId).toList());
            return Page.of(lines, page, last -> Cursor.of(last.seq()))
                    .map(line -> StatementLine.of(
                            line, texts.of(line, language), parts.getOrDefault(line.transactionId(), List.of())));
        });
    }

    @GetMapping("/loyalty/v1/members/{number}/lots")
    @Operation(
            summary = "Points by when they expire",
            description = "Lots with points left, soonest expiry first; they add up to the balance.")
    @Tag(name = "members")
    Page<LotView> lots(
            @PathVariable String number,
            @ParameterObject @Valid PageRequest page,
            @ParameterObject @Valid ProgramChoice program) {
        Cursor after = page.after(1);
        return transactions.read(() -> {
            Statements.Account account = account(number, program);
            List<Statements.Lot> lots =
                    statements.lots(account.account(), after == null ? null : after.uuid(0), page.fetch());
            return Page.of(lots, page, last -> Cursor.of(last.id()))
                    .map(lot -> new LotView(
                            lot.id(),
                            lot.number(),
                            lot.initial(),
                            lot.remaining(),
                            lot.held(),
                            lot.state(),
                            lot.pendingUntil(),
                            lot.expiresAt(),
                            lot.businessRef()));
        });
    }

    @GetMapping("/loyalty/v1/members/{number}/tier-changes")
    @Operation(
            summary = "How a member got into a tier",
            description = "Newest first: why, what qualified, and by which version of the tiers.")
    @Tag(name = "members")
    Page<Standings.TierStep> tierChanges(
            @PathVariable String number,
            @ParameterObject @Valid PageRequest page,
            @ParameterObject @Valid ProgramChoice program) {
        Cursor before = page.after(1);
        return transactions.read(() -> {
            Statements.Account account = account(number, program);
            return Page.of(
                    standings.steps(
                            programs.of(account.program()),
                            account.number(),
                            before == null ? null : before.uuid(0),
                            page.fetch()),
                    page,
                    last -> Cursor.of(last.id()));
        });
    }

    @GetMapping("/loyalty/v1/audit/invariants")
    @Operation(summary = "Check the ledger", description = "Reads the whole ledger; each check names what breaks it.")
    @Tag(name = "audit")
    InvariantReport invariants() {
        List<Invariants.Check> checks = transactions.read(invariants::run);
        return new InvariantReport(checks.stream().allMatch(check -> check.violations() == 0), checks);
    }

    private Statements.Account account(String number, ProgramChoice choice) {
        reach.require(number);
        return statements
                .find(programs.code(choice.program()), number)
                .orElseThrow(() -> new ProblemException(LoyaltyProblem.MEMBER_NOT_FOUND));
    }
}
