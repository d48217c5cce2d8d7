package io.kehu.customer.catalogue;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.CustomFields;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.web.ObjectRules;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Custom fields at the record, for the caller of the request. */
@Component
class RecordFields implements CustomFields {

    /** What stands for each value while a patch is applied. Somebody who sends it changes nothing. */
    private static final String UNTOUCHED = "\u0000untouched";

    private final CurrentCatalogue current;
    private final Values values;
    private final CheckValues checkValues;
    private final CustomFieldTable fields;
    private final ObjectRules objectRules;

    RecordFields(
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

    @Override
    public Map<CustomerNumber, Map<String, Object>> shown(Collection<CustomerNumber> numbers) {
        return shown(numbers, (field, value) -> switch (field.sight(Caller.required())) {
            case CLEAR -> value;
            case MASKED -> field.masked(value);
            case NONE -> null;
        });
    }

    @Override
    public Map<String, Object> revealed(CustomerNumber number) {
        return shown(
                        List.of(number),
                        (field, value) -> field.sight(Caller.required()) == CustomField.Sight.NONE ? null : value)
                .getOrDefault(number, Map.of());
    }

    @Override
    public Object together(String code, Object first, Object second) {
        boolean files = current.get().field(code) instanceof CustomField field && field.type() == FieldType.FILE;
        if (files && first instanceof List<?> some && second instanceof List<?> others) {
            return Stream.concat(some.stream(), others.stream()).distinct().toList();
        }
        return first;
    }

    @Override
    public List<String> known(List<String> changedFields) {
        Caller caller = Caller.required();
        Catalogue catalogue = current.get();
        return changedFields.stream()
                .filter(name -> !name.startsWith(PREFIX)
                        || (catalogue.field(name.substring(PREFIX.length())) instanceof CustomField field
                                && field.sight(caller) != CustomField.Sight.NONE))
                .toList();
    }

    @Override
    public Map<String, Object> untouched() {
        current.lockToUse();
        Map<String, Object> document = new TreeMap<>();
        current.get().fields().forEach(field -> document.put(field.code(), UNTOUCHED));
        return document;
    }

    @Override
    public Map<String, @Nullable Object> touched(@Nullable Map<String, @Nullable Object> patched) {
        if (patched == null) {
            throw invalid(List.of(new FieldProblem("/custom", "custom-all")));
        }
        Map<String, @Nullable Object> touched = new HashMap<>(patched);
        current.get().fields().forEach(field -> touched.putIfAbsent(field.code(), null));
        touched.values().removeIf(UNTOUCHED::equals);
        return touched;
    }

    @Override
    public void check(Map<String, @Nullable Object> said) {
        if (!said.isEmpty()) {
            accepted(current.get(), Map.of(), said);
        }
    }

    @Override
    public List<String> change(CustomerNumber number, Map<String, @Nullable Object> said) {
        if (said.isEmpty()) {
            return List.of();
        }
        current.lockToUse();
        Catalogue catalogue = current.get();
        Map<String, Object> before = values.of(List.of(number), catalogue).getOrDefault(number, Map.of());
        CheckValues.Outcome outcome = accepted(catalogue, before, said);
        if (!outcome.changed().isEmpty()) {
            values.put(Map.of(number, outcome.after()), catalogue);
            if (fields.markUsed(outcome.changed())) {
                current.changed();
            }
        }
        return outcome.changed().stream().map(code -> PREFIX + code).toList();
    }

    private CheckValues.Outcome accepted(
            Catalogue catalogue, Map<String, Object> before, Map<String, @Nullable Object> said) {
        CheckValues.Outcome outcome =
                checkValues.check(catalogue, before, said, new CallerRights(Caller.required(), objectRules));
        if (!outcome.faults().isEmpty()) {
            Locale locale = LocaleContextHolder.getLocale();
            throw invalid(outcome.faults().stream()
                    .map(fault -> problem(fault, locale))
                    .toList());
        }
        return outcome;
    }

    private static FieldProblem problem(CheckValues.Fault fault, Locale locale) {
        Label message = fault.reason().message();
        String pointer = fault.field().isEmpty()
                ? "/custom"
                : "/custom/" + fault.field().replace("~", "~0").replace("/", "~1");
        return new FieldProblem(pointer, fault.reason().code(), message == null ? null : message.in(locale));
    }

    private static ProblemException invalid(List<FieldProblem> problems) {
        return new ProblemException(CustomerProblem.CUSTOMER_VALUES_INVALID, problems);
    }

    private Map<CustomerNumber, Map<String, Object>> shown(
            Collection<CustomerNumber> numbers, BiFunction<CustomField, Object, @Nullable Object> look) {
        Catalogue catalogue = current.get();
        if (numbers.isEmpty() || catalogue.fields().isEmpty()) {
            return Map.of();
        }
        Map<CustomerNumber, Map<String, Object>> shown = new HashMap<>();
        values.of(numbers, catalogue).forEach((number, all) -> {
            Map<String, Object> seen = new TreeMap<>();
            all.forEach((code, value) -> {
                CustomField field = catalogue.field(code);
                Object visible = field == null ? null : look.apply(field, value);
                if (visible != null) {
                    seen.put(code, visible);
                }
            });
            shown.put(number, seen);
        });
        return shown;
    }
}
