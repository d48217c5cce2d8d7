package io.kehu.customer.catalogue;

import io.kehu.starter.security.Role;
import io.kehu.starter.web.problem.FieldProblem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Whether a definition makes sense: what is refused here can never be in anybody's way later. */
@Component
class FieldCheck {

    /** Who may change a customer at all. */
    private static final Set<Role> EDITORS = Set.of(Role.AGENT, Role.MANAGER, Role.ADMIN, Role.INTEGRATOR, Role.MEMBER);

    private final Conditions conditions;

    FieldCheck(Conditions conditions) {
        this.conditions = conditions;
    }

    /** What is wrong with a definition, each with its place. */
    List<FieldProblem> faults(String code, FieldSettings settings, Catalogue catalogue) {
        List<FieldProblem> faults = new ArrayList<>();
        FieldType type = settings.type();
        if (type == FieldType.FILE && !settings.sealed()) {
            faults.add(new FieldProblem("/class", "field-file-class"));
        }
        if (type == FieldType.FILE && settings.importable()) {
            faults.add(new FieldProblem("/importable", "field-file-importable"));
        }
        if (type.chooses() && catalogue.dictionary(settings.dictionary()) == null) {
            faults.add(new FieldProblem("/dictionary", "field-dictionary"));
        }
        if (!type.chooses() && settings.dictionary() != null) {
            faults.add(new FieldProblem("/dictionary", "field-dictionary-unused"));
        }
        if (!EDITORS.containsAll(settings.editableBy())) {
            faults.add(new FieldProblem("/editableBy", "field-editors"));
        }
        boolean tokens = type == FieldType.TEXT || type == FieldType.REFERENCE;
        if (settings.searchable() && settings.sealed() && !tokens) {
            faults.add(new FieldProblem("/searchable", "field-searchable"));
        }
        ruleFaults(code, settings, catalogue, faults);
        return faults;
    }

    private void ruleFaults(String code, FieldSettings settings, Catalogue catalogue, List<FieldProblem> faults) {
        FieldRules rules = settings.rules();
        FieldType type = settings.type();
        boolean text = type == FieldType.TEXT;
        boolean amount = type == FieldType.NUMBER || type == FieldType.MONEY;
        boolean date = type == FieldType.DATE;
        addIf(!text && rules.pattern() != null, "/rules/pattern", "field-rule-type", faults);
        addIf(!text && rules.maxLength() != null, "/rules/maxLength", "field-rule-type", faults);
        addIf(!amount && rules.min() != null, "/rules/min", "field-rule-type", faults);
        addIf(!amount && rules.max() != null, "/rules/max", "field-rule-type", faults);
        addIf(!date && rules.earliest() != null, "/rules/earliest", "field-rule-type", faults);
        addIf(!date && rules.latest() != null, "/rules/latest", "field-rule-type", faults);
        BigDecimal min = rules.min();
        BigDecimal max = rules.max();
        addIf(min != null && max != null && min.compareTo(max) > 0, "/rules/max", "field-range", faults);
        addIf(
                rules.earliest() != null
                        && rules.latest() != null
                        && rules.earliest().isAfter(rules.latest()),
                "/rules/latest",
                "field-range",
                faults);
        String pattern = rules.pattern();
        addIf(pattern != null && !TextPattern.valid(pattern), "/rules/pattern", "field-pattern", faults);
        String condition = rules.condition();
        addIf(type == FieldType.FILE && condition != null, "/rules/condition", "field-rule-type", faults);
        addIf(
                condition != null
                        && settings.state() == CustomField.State.ACTIVE
                        && !compiles(code, type, condition, catalogue),
                "/rules/condition",
                "field-condition",
                faults);
    }

    /** It must compile, work on an ordinary value while the other fields are empty, and read only fields there are. */
    private boolean compiles(String code, FieldType type, String condition, Catalogue catalogue) {
        try {
            return conditions.verify(type, condition).stream()
                    .allMatch(read ->
                            !read.equals(code) && catalogue.field(read) instanceof CustomField field && field.active());
        } catch (Conditions.BrokenConditionException e) {
            return false;
        }
    }

    private static void addIf(boolean wrong, String pointer, String code, List<FieldProblem> faults) {
        if (wrong) {
            faults.add(new FieldProblem(pointer, code));
        }
    }
}
