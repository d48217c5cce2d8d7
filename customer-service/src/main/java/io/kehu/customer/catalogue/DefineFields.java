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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Defines and changes custom fields. */
@Component
class DefineFields {

    private static final int MOST_ACTIVE = 200;
    private static final List<String> CHANGEABLE = List.of(
            "label",
            "type",
            "class",
            "rules",
            "dictionary",
            "visibleTo",
            "editableBy",
            "searchable",
            "importable",
            "position",
            "state");

    private final CustomFieldTable fields;
    private final CurrentCatalogue current;
    private final FieldCheck check;
    private final MergePatches patches;
    private final Transactions transactions;
    private final AuditTrail audit;

    DefineFields(
            CustomFieldTable fields,
            CurrentCatalogue current,
            FieldCheck check,
            MergePatches patches,
            Transactions transactions,
            AuditTrail audit) {
        this.fields = fields;
        this.current = current;
        this.check = check;
        this.patches = patches;
        this.transactions = transactions;
        this.audit = audit;
    }

    /** In the caller's transaction. */
    CustomField define(String code, FieldSettings settings) {
        current.lockToDefine();
        Catalogue catalogue = current.get();
        verify(code, settings, catalogue);
        verifyRoom(catalogue);
        if (!fields.insert(code, settings)) {
            throw new ProblemException(CustomerProblem.CUSTOM_FIELD_EXISTS);
        }
        current.changed();
        audit.record(AuditEntry.of("field.define", code));
        return fields.required(code);
    }

    /** @param shown how callers see a field */
    CustomField change(String code, EntityVersion expected, MergePatch patch, Function<CustomField, ?> shown) {
        return transactions.call(() -> {
            current.lockToDefine();
            CustomField before = fields.required(code);
            expected.mustBe(before.version(), () -> shown.apply(before), () -> CHANGEABLE);
            FieldSettings after = patches.apply(patch, before.settings(), FieldSettings.class);
            if (after.equals(before.settings())) {
                return before;
            }
            Catalogue catalogue = current.get();
            verifyUnused(before, after);
            verify(code, after, catalogue);
            if (!before.active() && after.state() == CustomField.State.ACTIVE) {
                verifyRoom(catalogue);
            }
            fields.update(code, after);
            current.changed();
            audit.record(AuditEntry.of("field.change", code, patch.members().toArray(String[]::new)));
            return fields.required(code);
        });
    }

    private void verify(String code, FieldSettings settings, Catalogue catalogue) {
        List<FieldProblem> faults = check.faults(code, settings, catalogue);
        if (!faults.isEmpty()) {
            throw new ProblemException(CustomerProblem.CUSTOM_FIELD_INVALID, faults);
        }
    }

    private static void verifyRoom(Catalogue catalogue) {
        if (catalogue.fields().stream().filter(CustomField::active).count() >= MOST_ACTIVE) {
            throw new ProblemException(CustomerProblem.CUSTOM_FIELDS_FULL);
        }
    }

    /** Stored values were checked, sealed and indexed by these. */
    private static void verifyUnused(CustomField before, FieldSettings after) {
        if (!before.used()) {
            return;
        }
        List<FieldProblem> fixed = new ArrayList<>();
        if (after.type() != before.type()) {
            fixed.add(new FieldProblem("/type", "field-used"));
        }
        if (after.dataClass() != before.settings().dataClass()) {
            fixed.add(new FieldProblem("/class", "field-used"));
        }
        if (!Objects.equals(after.dictionary(), before.settings().dictionary())) {
            fixed.add(new FieldProblem("/dictionary", "field-used"));
        }
        if (before.settings().sealed()
                && after.searchable() != before.settings().searchable()) {
            fixed.add(new FieldProblem("/searchable", "field-used"));
        }
        if (!fixed.isEmpty()) {
            throw new ProblemException(CustomerProblem.CUSTOM_FIELD_USED, fixed);
        }
    }
}
