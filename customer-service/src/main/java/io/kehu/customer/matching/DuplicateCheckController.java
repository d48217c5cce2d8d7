package io.kehu.customer.matching;

import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Particulars;
import io.kehu.customer.customer.PersonName;
import io.kehu.customer.customer.web.CustomerBody;
import io.kehu.customer.customer.web.DraftReader;
import io.kehu.customer.customer.web.ObjectRules;
import io.kehu.customer.matching.model.Band;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.protection.mask.Mask;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The question before a customer is entered: is this one here already? A POST, because what is asked is personal. */
@RestController
@Tag(name = "matching")
class DuplicateCheckController {

    private static final String PURPOSE = "duplicate-check";

    private final CheckDuplicates checkDuplicates;
    private final CheckBudget budget;
    private final DraftReader drafts;
    private final ObjectRules objectRules;
    private final Transactions transactions;
    private final AuditTrail audit;

    DuplicateCheckController(
            CheckDuplicates checkDuplicates,
            CheckBudget budget,
            DraftReader drafts,
            ObjectRules objectRules,
            Transactions transactions,
            AuditTrail audit) {
        this.checkDuplicates = checkDuplicates;
        this.budget = budget;
        this.drafts = drafts;
        this.objectRules = objectRules;
        this.transactions = transactions;
        this.audit = audit;
    }

    /** An answer; best first, at most 20. */
    record DuplicateCheck(List<DuplicateCandidate> items) {}

    /**
     * A customer that may be meant.
     *
     * @param probability that it is the same one
     * @param name masked, whoever asks
     * @param number missing where the customer is not the caller's to read
     * @param foreign whether this is somebody else's customer
     * @param fields what each field says; no values
     */
    record DuplicateCandidate(
            Band band,
            @Schema(example = "0.987") double probability,
            @Schema(example = "张三") @Nullable String name,
            @Schema(example = "C00000000135") @Nullable String number,
            boolean foreign,
            List<EvidenceView> fields) {}

    @PostMapping("/customer/v1/customers:check-duplicates")
    @Operation(
            summary = "Is this customer here already?",
            description =
                    "Compares names, birth date, contacts, addresses and official numbers with the stock, spelling by spelling and sound by sound, and"
                            + " explains each candidate. Nothing is stored but that it was asked. A caller may ask only so often a"
                            + " minute; see the headers RateLimit and RateLimit-Policy.")
    ResponseEntity<DuplicateCheck> check(
            @Valid @RequestBody CustomerBody body,
            @Parameter(description = "Customer the values are for, when it is there already; left out of the answer.")
                    @RequestParam(required = false)
                    @Nullable
                    String number) {
        CustomerDraft draft = drafts.read(body);
        boolean numbered = !draft.particulars().only(false, true).equals(Particulars.NONE);
        if (draft.fullName() == null && draft.contactPoints().isEmpty() && !numbered) {
            throw ProblemException.field("/fullName", "name-or-contact");
        }
        CustomerNumber self = number == null ? null : objectRules.readable(number);
        CheckBudget.Left left = budget.take(Caller.required().originatingSubject());
        List<CheckDuplicates.Found> found = checkDuplicates.check(draft, self);
        transactions.run(() -> audit.recordAll(entries(found)));
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .header("RateLimit-Policy", "\"duplicate-checks\";q=%d;w=60".formatted(left.limit()))
                .header(
                        "RateLimit",
                        "\"duplicate-checks\";r=%d;t=%d"
                                .formatted(left.remaining(), left.reset().toSeconds()))
                .body(new DuplicateCheck(found.stream().map(this::candidate).toList()));
    }

    /** One entry per customer shown; asking in vain leaves one too. */
    private static List<AuditEntry> entries(List<CheckDuplicates.Found> found) {
        List<String> objects = found.isEmpty()
                ? List.of("nobody")
                : found.stream().map(one -> one.customer().number().value()).toList();
        return objects.stream()
                .map(object -> new AuditEntry("customer.check-duplicates", object, List.of(), PURPOSE, null, true))
                .toList();
    }

    private DuplicateCandidate candidate(CheckDuplicates.Found found) {
        PersonName name = found.customer().draft().fullName();
        CustomerNumber customer = found.customer().number();
        String number = objectRules.admits(customer) ? customer.value() : null;
        return new DuplicateCandidate(
                found.score().band(),
                Math.round(found.score().probability() * 10_000) / 10_000.0,
                name == null ? null : Mask.NAME.mask(name.value()),
                number,
                number == null,
                found.evidence());
    }
}
