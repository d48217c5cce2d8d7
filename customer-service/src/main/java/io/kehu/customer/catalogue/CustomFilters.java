package io.kehu.customer.catalogue;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.CustomFields;
import io.kehu.customer.customer.Restriction;
import io.kehu.customer.customer.web.ListFilters;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Turns filters over custom fields into conditions that the indexes of {@code customer_custom} answer. */
@Component
class CustomFilters implements ListFilters {

    private static final Set<String> ENDS = Set.of("from", "to");

    private final CurrentCatalogue current;
    private final Values values;
    private final JsonMapper mapper;

    CustomFilters(CurrentCatalogue current, Values values, JsonMapper mapper) {
        this.current = current;
        this.values = values;
        this.mapper = mapper;
    }

    /** Collects the parts of a condition. */
    private static final class Terms {

        private final Map<String, Object> open = new TreeMap<>();
        private final List<Long> tokens = new ArrayList<>();
        private final List<String> ranges = new ArrayList<>();
        private final Map<String, Object> parameters = new HashMap<>();
    }

    @Override
    public Restriction of(Map<String, List<String>> query) {
        Map<String, Object> said = new TreeMap<>();
        query.forEach((name, texts) -> {
            if (name.startsWith(CustomFields.PREFIX)) {
                if (texts.size() != 1) {
                    throw invalid(name, "custom-filter-twice");
                }
                add(said, name, texts.getFirst());
            }
        });
        return said.isEmpty() ? Restriction.NONE : restriction(said, false, CustomFields.PREFIX);
    }

    /**
     * @param said exact values by code, or {@code {from, to}} for numbers and dates
     * @param personal whether sealed fields may be asked for: not where the question is kept or part of an address
     * @param prefix what stands before the code in the pointers of problems
     */
    Restriction restriction(Map<String, Object> said, boolean personal, String prefix) {
        return restriction(said, personal, prefix, Caller.required());
    }

    /** As {@link #restriction(Map, boolean, String)}, for work that goes on when its request has ended. */
    Restriction restriction(Map<String, Object> said, boolean personal, String prefix, Caller caller) {
        Catalogue catalogue = current.get();
        Terms terms = new Terms();
        said.forEach((code, raw) -> {
            String pointer = prefix + code;
            CustomField field = searchable(catalogue, code, personal, pointer, caller);
            if (raw instanceof Map<?, ?> range && ENDS.containsAll(range.keySet())) {
                addRange(terms, field, range, pointer);
            } else {
                addExact(terms, catalogue, field, raw, pointer);
            }
        });
        return restriction(terms);
    }

    private void add(Map<String, Object> said, String name, String text) {
        String[] parts = name.substring(CustomFields.PREFIX.length()).split("\\.", -1);
        boolean range = parts.length == 2 && ENDS.contains(parts[1]);
        CustomField field = current.get().field(parts[0]);
        if (field == null || (parts.length > 1 && !range)) {
            throw invalid(name, "custom-unknown");
        }
        Object raw = TypedText.raw(field.type(), text);
        if (range) {
            Map<String, Object> ends = new HashMap<>(Map.of(parts[1], raw));
            if (said.get(parts[0]) instanceof Map<?, ?> other) {
                other.forEach((end, value) -> ends.put(String.valueOf(end), value));
            }
            said.put(parts[0], ends);
        } else {
            said.put(parts[0], raw);
        }
    }

    private static CustomField searchable(
            Catalogue catalogue, String code, boolean personal, String pointer, Caller caller) {
        CustomField field = catalogue.field(code);
        // Masked values can be asked for exactly; values that are not shown at all cannot be felt for.
        if (field == null || field.sight(caller) == CustomField.Sight.NONE) {
            throw invalid(pointer, "custom-unknown");
        }
        if (!field.settings().searchable()) {
            throw invalid(pointer, "custom-not-searchable");
        }
        if (field.settings().sealed() && !personal) {
            throw invalid(pointer, "custom-personal-filter");
        }
        return field;
    }

    private static void addRange(Terms terms, CustomField field, Map<?, ?> range, String pointer) {
        if (!field.type().ranges() || field.settings().sealed() || range.isEmpty()) {
            throw invalid(pointer, "custom-no-range");
        }
        int index = terms.ranges.size();
        BigDecimal from = end(field, range.get("from"), pointer + ".from");
        BigDecimal to = end(field, range.get("to"), pointer + ".to");
        StringBuilder condition = new StringBuilder(
                "c.number IN (SELECT number FROM customer_custom_range WHERE code = :customCode%d".formatted(index));
        terms.parameters.put("customCode" + index, field.code());
        if (from != null) {
            condition.append(" AND value >= :customFrom%d".formatted(index));
            terms.parameters.put("customFrom" + index, from);
        }
        if (to != null) {
            condition.append(" AND value <= :customTo%d".formatted(index));
            terms.parameters.put("customTo" + index, to);
        }
        terms.ranges.add(condition.append(')').toString());
    }

    private static @Nullable BigDecimal end(CustomField field, @Nullable Object raw, String pointer) {
        if (raw == null) {
            return null;
        }
        if (ValueForm.of(field.type(), null, raw, true) instanceof Reading.Accepted accepted) {
            return Values.comparable(field.type(), accepted.value());
        }
        throw invalid(pointer, "custom-" + field.type().name().toLowerCase(Locale.ROOT));
    }

    private void addExact(Terms terms, Catalogue catalogue, CustomField field, Object raw, String pointer) {
        Dictionary dictionary = catalogue.dictionary(field.settings().dictionary());
        switch (ValueForm.of(field.type(), dictionary, raw, true)) {
            case Reading.Refused refused -> throw invalid(pointer, refused.code());
            case Reading.Accepted accepted -> {
                if (field.settings().sealed()) {
                    terms.tokens.add(values.token(field.code(), accepted.value()));
                } else {
                    terms.open.put(field.code(), accepted.value());
                }
            }
        }
    }

    private Restriction restriction(Terms terms) {
        List<String> inside = new ArrayList<>();
        if (!terms.open.isEmpty()) {
            inside.add("open_values @> :customOpen::jsonb");
            terms.parameters.put("customOpen", mapper.writeValueAsString(terms.open));
        }
        if (!terms.tokens.isEmpty()) {
            inside.add("search_tokens @> :customTokens");
            terms.parameters.put(
                    "customTokens",
                    terms.tokens.stream().mapToLong(Long::longValue).toArray());
        }
        List<String> conditions = new ArrayList<>(terms.ranges);
        if (!inside.isEmpty()) {
            conditions.add("c.number IN (SELECT number FROM customer_custom WHERE %s)"
                    .formatted(String.join(" AND ", inside)));
        }
        return new Restriction(conditions, terms.parameters);
    }

    private static ProblemException invalid(String pointer, String code) {
        return new ProblemException(CustomerProblem.CUSTOM_FILTER_INVALID, List.of(new FieldProblem(pointer, code)));
    }
}
