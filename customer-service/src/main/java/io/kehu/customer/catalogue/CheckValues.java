package io.kehu.customer.catalogue;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Customers;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Decides what values become of what somebody says, by type, rules and rights; one place for requests and imports. */
@Component
class CheckValues {

    private final Conditions conditions;
    private final Customers customers;

    CheckValues(Conditions conditions, Customers customers) {
        this.conditions = conditions;
        this.customers = customers;
    }

    /** What the one who says something may do. */
    interface Rights {

        /** Whether the field exists as far as they know. */
        boolean knows(CustomField field);

        boolean edits(CustomField field);

        /** Whether they may be told that a value is what it was before. */
        boolean sees(CustomField field);

        /** Whether they may point at this customer. */
        boolean reaches(CustomerNumber number);
    }

    /** A value that is not accepted. */
    record Fault(String field, Reading.Refused reason) {}

    /**
     * What would be stored.
     *
     * @param after all values of the record
     * @param changed codes, in their order
     */
    record Outcome(Map<String, Object> after, List<String> changed, List<Fault> faults) {}

    /** By type, rules and rights, and by the conditions over all values. */
    Outcome check(Catalogue catalogue, Map<String, Object> before, Map<String, @Nullable Object> said, Rights rights) {
        Outcome each = checkEach(catalogue, before, said, rights);
        if (!each.faults().isEmpty()) {
            return each;
        }
        List<Fault> faults = new ArrayList<>();
        checkConditions(catalogue, each.after(), each.changed(), rights, faults);
        return new Outcome(each.after(), each.changed(), List.copyOf(faults));
    }

    /** Each value by itself. */
    Outcome checkEach(
            Catalogue catalogue, Map<String, Object> before, Map<String, @Nullable Object> said, Rights rights) {
        Map<String, Object> after = new TreeMap<>(before);
        List<String> changed = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        new TreeMap<>(said).forEach((code, raw) -> {
            CustomField field = catalogue.field(code);
            Reading.Refused refusal = refusal(field, raw, before.get(code), rights);
            if (refusal != null) {
                faults.add(new Fault(code, refusal));
            } else if (raw == null) {
                if (after.remove(code) != null) {
                    changed.add(code);
                }
            } else if (field != null) {
                take(catalogue, field, raw, rights, after, changed, faults);
            }
        });
        return new Outcome(after, List.copyOf(changed), List.copyOf(faults));
    }

    /** Why a member cannot be written at all; null when it can. */
    private static Reading.@Nullable Refused refusal(
            @Nullable CustomField field, @Nullable Object raw, @Nullable Object before, Rights rights) {
        if (field == null || !(rights.knows(field) || rights.edits(field))) {
            return new Reading.Refused("custom-unknown");
        }
        if (!field.active()) {
            return new Reading.Refused("custom-retired");
        }
        if (field.type() == FieldType.FILE && (raw != null || before != null)) {
            return new Reading.Refused("custom-file");
        }
        boolean nothing = raw == null && before == null && rights.sees(field);
        return nothing || rights.edits(field) ? null : new Reading.Refused("custom-not-editable");
    }

    private void take(
            Catalogue catalogue,
            CustomField field,
            Object raw,
            Rights rights,
            Map<String, Object> after,
            List<String> changed,
            List<Fault> faults) {
        String code = field.code();
        Dictionary dictionary = catalogue.dictionary(field.settings().dictionary());
        Object before = after.get(code);
        boolean same = before != null
                && rights.sees(field)
                && ValueForm.of(field.type(), dictionary, raw, true).equals(new Reading.Accepted(before));
        if (same) {
            return;
        }
        switch (checked(field, ValueForm.of(field.type(), dictionary, raw, false), rights)) {
            case Reading.Refused refused -> faults.add(new Fault(code, refused));
            case Reading.Accepted accepted -> {
                after.put(code, accepted.value());
                changed.add(code);
            }
        }
    }

    private Reading checked(CustomField field, Reading reading, Rights rights) {
        if (!(reading instanceof Reading.Accepted accepted)) {
            return reading;
        }
        FieldRules rules = field.settings().rules();
        Object value = accepted.value();
        return switch (field.type()) {
            case TEXT -> checkedText(rules, (String) value);
            case NUMBER -> inRange(rules, (BigDecimal) value) ? reading : new Reading.Refused("custom-range");
            case MONEY ->
                inRange(rules, BigDecimal.valueOf(((Money) value).minor()))
                        ? reading
                        : new Reading.Refused("custom-range");
            case DATE ->
                inRange(rules, LocalDate.parse((String) value)) ? reading : new Reading.Refused("custom-range");
            case REFERENCE ->
                exists(new CustomerNumber((String) value), rights) ? reading : new Reading.Refused("custom-reference");
            case CHOICE, MULTI_CHOICE, FILE -> reading;
        };
    }

    private static Reading checkedText(FieldRules rules, String text) {
        int longest = Objects.requireNonNullElse(rules.maxLength(), ValueForm.LONGEST_TEXT);
        if (text.codePointCount(0, text.length()) > longest) {
            return new Reading.Refused("custom-range");
        }
        String pattern = rules.pattern();
        return pattern == null || TextPattern.matches(pattern, text)
                ? new Reading.Accepted(text)
                : new Reading.Refused("custom-pattern", rules.message());
    }

    private static boolean inRange(FieldRules rules, BigDecimal value) {
        BigDecimal min = rules.min();
        BigDecimal max = rules.max();
        return (min == null || value.compareTo(min) >= 0) && (max == null || value.compareTo(max) <= 0);
    }

    private static boolean inRange(FieldRules rules, LocalDate value) {
        LocalDate earliest = rules.earliest();
        LocalDate latest = rules.latest();
        return (earliest == null || !value.isBefore(earliest)) && (latest == null || !value.isAfter(latest));
    }

    private boolean exists(CustomerNumber number, Rights rights) {
        return rights.reaches(number)
                && !customers.existing(List.of(number.value())).isEmpty();
    }

    /** Conditions of what changed, and of what reads something that changed. */
    private void checkConditions(
            Catalogue catalogue, Map<String, Object> after, List<String> changed, Rights rights, List<Fault> faults) {
        Map<String, Object> active = new TreeMap<>(after);
        active.keySet().removeIf(code -> !(catalogue.field(code) instanceof CustomField field && field.active()));
        active.forEach((code, value) -> {
            CustomField field = Objects.requireNonNull(catalogue.field(code));
            String condition = field.settings().rules().condition();
            if (condition != null && concerned(field, condition, changed)) {
                Map<String, Object> others = new TreeMap<>(active);
                others.remove(code);
                if (!conditions.holds(field.type(), condition, value, others)) {
                    // Who does not know of the field learns only that the values do not go together.
                    faults.add(
                            rights.knows(field)
                                    ? new Fault(
                                            code,
                                            new Reading.Refused(
                                                    "custom-condition",
                                                    field.settings().rules().message()))
                                    : new Fault("", new Reading.Refused("custom-condition")));
                }
            }
        });
    }

    private boolean concerned(CustomField field, String condition, List<String> changed) {
        return changed.contains(field.code())
                || conditions.reads(field.type(), condition).stream().anyMatch(changed::contains);
    }
}
