package io.kehu.customer.catalogue;

import io.kehu.customer.customer.CustomFields;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.web.ObjectRules;
import io.kehu.starter.security.token.Caller;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;

/** Custom fields as columns of a file. What is known stays, a row fills gaps. */
@Component
public class ImportedFields {

    private final CurrentCatalogue current;
    private final Values values;
    private final CheckValues checkValues;
    private final CustomFieldTable fields;
    private final ObjectRules objectRules;

    ImportedFields(
            CurrentCatalogue current,
            Values values,
            CheckValues checkValues,
            CustomFieldTable fields,
            ObjectRules objectRules) {
        this.current = current;
        this.values = values;
        this.checkValues = checkValues;
        this.fields = fields;
        this.objectRules = objectRules;
    }

    /** That a field is importable is all the right a file needs; a file of the whole stock may point at everybody. */
    private final class Importable implements CheckValues.Rights {

        @Override
        public boolean knows(CustomField field) {
            return field.settings().importable();
        }

        @Override
        public boolean edits(CustomField field) {
            return field.settings().importable();
        }

        @Override
        public boolean sees(CustomField field) {
            return true;
        }

        @Override
        public boolean reaches(CustomerNumber number) {
            return Caller.current().isEmpty() || objectRules.admits(number);
        }
    }

    /**
     * What a row says, or would do.
     *
     * @param values by code
     * @param reasons codes of what is wrong, as {@code custom.<code>:<reason>}; never values
     */
    public record Outcome(Map<String, Object> values, List<String> reasons) {}

    /** Whether columns can be mapped to a field. */
    public boolean takes(String code) {
        return current.get().field(code) instanceof CustomField field
                && field.active()
                && field.settings().importable();
    }

    /** Whether a column holds dates, which files write in many ways. */
    public boolean isDate(String code) {
        return current.recent().field(code) instanceof CustomField field && field.type() == FieldType.DATE;
    }

    /** A value as people are shown it. */
    public static String text(Object value) {
        return TypedText.of(value);
    }

    /** A text of a value as the current caller may see it: masked unless the field is public or internal; null when it is not theirs. */
    public @Nullable String shown(String code, String text) {
        CustomField field = current.recent().field(code);
        if (field == null || field.sight(Caller.required()) == CustomField.Sight.NONE) {
            return null;
        }
        return field.settings().sealed() ? field.masked(text) : text;
    }

    /** @param texts cells by code; choices by code or label */
    public Outcome read(Map<String, String> texts) {
        if (texts.isEmpty()) {
            return new Outcome(Map.of(), List.of());
        }
        Catalogue catalogue = current.recent();
        Map<String, @Nullable Object> said = new HashMap<>();
        texts.forEach((code, text) -> said.put(code, raw(catalogue, code, text)));
        CheckValues.Outcome outcome = checkValues.checkEach(catalogue, Map.of(), said, new Importable());
        return new Outcome(outcome.after(), reasons(outcome.faults()));
    }

    public Map<CustomerNumber, Map<String, Object>> known(Collection<CustomerNumber> numbers) {
        return numbers.isEmpty() ? Map.of() : values.of(numbers, current.recent());
    }

    /** All values of a customer after a row, or why the row contradicts them. */
    public Outcome merged(Map<String, Object> known, Map<String, Object> row) {
        if (row.isEmpty()) {
            return new Outcome(known, List.of());
        }
        return merged(current.recent(), known, row);
    }

    /**
     * Adds what rows say, in the caller's transaction and on customers the caller has locked or just made.
     *
     * @return names of the fields that changed, such as {@code custom.height}, by customer
     * @throws OptimisticLockingFailureException when a definition or a value changed since the rows were judged
     */
    public Map<CustomerNumber, List<String>> add(Map<CustomerNumber, Map<String, Object>> rows) {
        Map<CustomerNumber, Map<String, Object>> filled = new TreeMap<>(rows);
        filled.values().removeIf(Map::isEmpty);
        if (filled.isEmpty()) {
            return Map.of();
        }
        current.lockToUse();
        Catalogue catalogue = current.get();
        Map<CustomerNumber, Map<String, Object>> before = values.of(filled.keySet(), catalogue);
        Map<CustomerNumber, Map<String, Object>> after = new TreeMap<>();
        Map<CustomerNumber, List<String>> changed = new HashMap<>();
        filled.forEach((number, row) -> {
            Map<String, Object> known = before.getOrDefault(number, Map.of());
            Outcome merged = merged(catalogue, known, row);
            if (!merged.reasons().isEmpty()) {
                throw new OptimisticLockingFailureException("Custom fields changed since the row was looked at.");
            }
            List<String> added = row.keySet().stream()
                    .filter(code -> !known.containsKey(code))
                    .sorted()
                    .toList();
            if (!added.isEmpty()) {
                after.put(number, merged.values());
                changed.put(
                        number,
                        added.stream().map(code -> CustomFields.PREFIX + code).toList());
            }
        });
        if (!after.isEmpty()) {
            values.put(after, catalogue);
            List<String> used = filled.values().stream()
                    .flatMap(row -> row.keySet().stream())
                    .distinct()
                    .toList();
            if (fields.markUsed(used)) {
                current.changed();
            }
        }
        return changed;
    }

    /** All values of customers the caller has locked, each as a document to be sealed, and to be handed to {@link #restore} one day. */
    public Map<CustomerNumber, String> documents(Collection<CustomerNumber> numbers) {
        Map<CustomerNumber, Map<String, Object>> all = values.of(numbers, current.get());
        Map<CustomerNumber, String> documents = new HashMap<>();
        numbers.forEach(number -> documents.put(number, values.document(all.getOrDefault(number, Map.of()))));
        return documents;
    }

    /**
     * Makes values what they were, in the caller's transaction and on customers the caller has locked; rules made since are not asked.
     *
     * @return names of the fields that changed, by customer
     */
    public Map<CustomerNumber, List<String>> restore(Map<CustomerNumber, String> documents) {
        if (documents.isEmpty()) {
            return Map.of();
        }
        current.lockToUse();
        Catalogue catalogue = current.get();
        Map<CustomerNumber, Map<String, Object>> now = values.of(documents.keySet(), catalogue);
        Map<CustomerNumber, Map<String, Object>> restored = new TreeMap<>();
        Map<CustomerNumber, List<String>> changed = new HashMap<>();
        documents.forEach((number, document) -> {
            Map<String, Object> at = now.getOrDefault(number, Map.of());
            Map<String, Object> before = values.read(document, catalogue);
            Set<String> codes = new TreeSet<>(at.keySet());
            codes.addAll(before.keySet());
            codes.removeIf(code -> Objects.equals(at.get(code), before.get(code)));
            if (!codes.isEmpty()) {
                restored.put(number, before);
                changed.put(
                        number,
                        codes.stream().map(code -> CustomFields.PREFIX + code).toList());
            }
        });
        if (!restored.isEmpty()) {
            values.put(restored, catalogue);
        }
        return changed;
    }

    /** Takes all values away, in the caller's transaction and on customers the caller has locked. */
    public void remove(Collection<CustomerNumber> numbers) {
        current.lockToUse();
        values.remove(numbers);
    }

    private Outcome merged(Catalogue catalogue, Map<String, Object> known, Map<String, Object> row) {
        List<String> contradictions = row.entrySet().stream()
                .filter(entry ->
                        known.containsKey(entry.getKey()) && !entry.getValue().equals(known.get(entry.getKey())))
                .map(entry -> CustomFields.PREFIX + entry.getKey() + ":differs")
                .sorted()
                .toList();
        if (!contradictions.isEmpty()) {
            return new Outcome(known, contradictions);
        }
        Map<String, @Nullable Object> said = new HashMap<>();
        row.forEach((code, value) -> said.put(code, asSaid(value)));
        CheckValues.Outcome outcome = checkValues.check(catalogue, known, said, new Importable());
        return new Outcome(outcome.after(), reasons(outcome.faults()));
    }

    private static @Nullable Object raw(Catalogue catalogue, String code, String text) {
        CustomField field = catalogue.field(code);
        if (field == null) {
            return text;
        }
        Dictionary dictionary = catalogue.dictionary(field.settings().dictionary());
        return dictionary == null
                ? TypedText.raw(field.type(), text)
                : TypedText.labelled(field.type(), dictionary, text);
    }

    /** A value in its one form, as callers would say it. */
    private static Object asSaid(Object value) {
        return value instanceof Money money ? Map.of("currency", money.currency(), "minor", money.minor()) : value;
    }

    private static List<String> reasons(List<CheckValues.Fault> faults) {
        return faults.stream()
                .map(fault -> (fault.field().isEmpty() ? "row" : CustomFields.PREFIX + fault.field()) + ":"
                        + fault.reason().code())
                .toList();
    }
}
