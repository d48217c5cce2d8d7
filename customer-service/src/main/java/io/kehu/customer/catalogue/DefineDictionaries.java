package io.kehu.customer.catalogue;

import io.kehu.customer.CustomerProblem;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.version.EntityVersion;
import io.kehu.starter.web.version.MergePatch;
import io.kehu.starter.web.version.MergePatches;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Defines and changes dictionaries. */
@Component
class DefineDictionaries {

    static final int MOST_ITEMS = 1_000;

    private static final List<String> CHANGEABLE = List.of("label", "items");

    private final Dictionaries dictionaries;
    private final CurrentCatalogue current;
    private final MergePatches patches;
    private final Transactions transactions;
    private final AuditTrail audit;

    DefineDictionaries(
            Dictionaries dictionaries,
            CurrentCatalogue current,
            MergePatches patches,
            Transactions transactions,
            AuditTrail audit) {
        this.dictionaries = dictionaries;
        this.current = current;
        this.patches = patches;
        this.transactions = transactions;
        this.audit = audit;
    }

    /**
     * What a patch is applied to.
     *
     * @param items all of them, in their order; those that are no choice any more with {@code active: false}
     */
    record Settings(
            @Valid @NotNull Label label,
            @NotEmpty @Size(max = MOST_ITEMS) List<Dictionary.@Valid @NotNull Item> items) {}

    /** In the caller's transaction. */
    Dictionary define(String code, Settings settings) {
        current.lockToDefine();
        verifyDistinct(settings.items());
        if (!dictionaries.insert(code, settings.label(), settings.items())) {
            throw new ProblemException(CustomerProblem.DICTIONARY_EXISTS);
        }
        current.changed();
        audit.record(AuditEntry.of("dictionary.define", code));
        return dictionaries.required(code);
    }

    Dictionary change(String code, EntityVersion expected, MergePatch patch) {
        return transactions.call(() -> {
            current.lockToDefine();
            Dictionary before = dictionaries.required(code);
            expected.mustBe(before.version(), () -> before, () -> CHANGEABLE);
            Settings settings = new Settings(before.label(), before.items());
            Settings after = patches.apply(patch, settings, Settings.class);
            if (after.equals(settings)) {
                return before;
            }
            verifyDistinct(after.items());
            verifyNothingLost(before, after);
            dictionaries.update(code, after.label(), after.items());
            current.changed();
            audit.record(
                    AuditEntry.of("dictionary.change", code, patch.members().toArray(String[]::new)));
            return dictionaries.required(code);
        });
    }

    private static void verifyDistinct(List<Dictionary.Item> items) {
        Set<String> codes = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            if (!codes.add(items.get(i).code())) {
                throw invalid("/items/" + i + "/code", "duplicate");
            }
        }
    }

    /** Values name items for ever. */
    private static void verifyNothingLost(Dictionary before, Settings after) {
        Set<String> kept = after.items().stream().map(Dictionary.Item::code).collect(Collectors.toSet());
        if (!before.items().stream().allMatch(item -> kept.contains(item.code()))) {
            throw invalid("/items", "dictionary-item-missing");
        }
    }

    private static ProblemException invalid(String pointer, String code) {
        return new ProblemException(CustomerProblem.DICTIONARY_INVALID, List.of(new FieldProblem(pointer, code)));
    }
}
