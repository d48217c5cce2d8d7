package io.kehu.customer.catalogue;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.starter.protection.key.Column;
import io.kehu.starter.protection.key.PersonalData;
import io.kehu.starter.protection.token.SearchTokens;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tables {@code customer_custom} and {@code customer_custom_range}: values in the open or sealed, by the class of their field. */
@Repository
class Values {

    private static final Column SEALED = new Column("customer_custom", "sealed");

    private final JdbcClient jdbc;
    private final PersonalData personalData;
    private final SearchTokens tokens;
    private final JsonMapper mapper;

    Values(JdbcClient jdbc, PersonalData personalData, SearchTokens tokens, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.personalData = personalData;
        this.tokens = tokens;
        this.mapper = mapper.rebuild()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
    }

    /** Values by code; of a customer whose key is gone, only what was never sealed. */
    Map<CustomerNumber, Map<String, Object>> of(Collection<CustomerNumber> numbers, Catalogue catalogue) {
        String[] wanted = numbers.stream().map(CustomerNumber::value).distinct().toArray(String[]::new);
        Map<CustomerNumber, Map<String, Object>> found = new HashMap<>();
        Map<String, byte[]> sealed = new HashMap<>();
        jdbc.sql("SELECT number, open_values::text AS open, sealed FROM customer_custom WHERE number = ANY (:numbers)")
                .param("numbers", wanted)
                .query(row -> {
                    String number = row.getString("number");
                    found.put(new CustomerNumber(number), read(row.getString("open"), catalogue));
                    byte[] bytes = row.getBytes("sealed");
                    if (bytes != null) {
                        sealed.put(number, bytes);
                    }
                });
        PersonalData.Vault vault = personalData.open(sealed.keySet());
        sealed.forEach((number, bytes) -> {
            if (vault.holds(number)) {
                found.computeIfAbsent(new CustomerNumber(number), key -> new TreeMap<>())
                        .putAll(read(vault.open(number, SEALED, bytes), catalogue));
            }
        });
        return found;
    }

    /** Replaces all values of some customers, in the caller's transaction. */
    void put(Map<CustomerNumber, Map<String, Object>> valuesByNumber, Catalogue catalogue) {
        List<String> numbers = new ArrayList<>();
        List<String> open = new ArrayList<>();
        List<byte[]> sealed = new ArrayList<>();
        List<String> tokenTexts = new ArrayList<>();
        PersonalData.Vault vault = personalData.openOrCreate(
                valuesByNumber.keySet().stream().map(CustomerNumber::value).toList());
        valuesByNumber.forEach((number, values) -> {
            numbers.add(number.value());
            open.add(mapper.writeValueAsString(part(values, catalogue, false)));
            sealed.add(seal(vault, number, part(values, catalogue, true)));
            tokenTexts.add(tokens(values, catalogue));
        });
        jdbc.sql("""
                        INSERT INTO customer_custom (number, open_values, sealed, search_tokens)
                        SELECT number, open_values::jsonb, sealed, tokens::bigint[]
                        FROM unnest(:numbers, :open, :sealed, :tokens) AS new (number, open_values, sealed, tokens)
                        ON CONFLICT (number) DO UPDATE SET open_values = excluded.open_values, sealed = excluded.sealed,
                            search_tokens = excluded.search_tokens
                        """)
                .param("numbers", numbers.toArray(String[]::new))
                .param("open", open.toArray(String[]::new))
                .param("sealed", sealed.toArray(byte[][]::new))
                .param("tokens", tokenTexts.toArray(String[]::new))
                .update();
        putRanges(numbers, valuesByNumber, catalogue);
    }

    /** Takes all values of some customers away, in the caller's transaction: nothing finds them by one any more. */
    void remove(Collection<CustomerNumber> numbers) {
        jdbc.sql("DELETE FROM customer_custom WHERE number = ANY (:numbers)")
                .param("numbers", numbers.stream().map(CustomerNumber::value).toArray(String[]::new))
                .update();
    }

    /** All values of a customer as one document, personal ones in the clear: to be sealed by whoever keeps it. */
    String document(Map<String, Object> values) {
        return mapper.writeValueAsString(values);
    }

    /** Values out of a {@link #document}. */
    Map<String, Object> read(String json, Catalogue catalogue) {
        Map<String, Object> values = new TreeMap<>();
        for (Map.Entry<String, JsonNode> member : mapper.readTree(json).properties()) {
            CustomField field = catalogue.field(member.getKey());
            if (field != null) {
                values.put(member.getKey(), ValueForm.stored(field.type(), member.getValue()));
            }
        }
        return values;
    }

    /** The token an exact value of a sealed field is found by. */
    long token(String code, Object value) {
        String folded = Normalizer.normalize(value.toString(), Normalizer.Form.NFKC)
                .replaceAll("\\s+", "")
                .toLowerCase(Locale.ROOT);
        return tokens.token("customer.custom." + code, folded);
    }

    /** The number an open number or date is compared by. */
    static BigDecimal comparable(FieldType type, Object value) {
        return type == FieldType.DATE
                ? BigDecimal.valueOf(LocalDate.parse((String) value).toEpochDay())
                : (BigDecimal) value;
    }

    private void putRanges(
            List<String> numbers, Map<CustomerNumber, Map<String, Object>> valuesByNumber, Catalogue catalogue) {
        List<String> of = new ArrayList<>();
        List<String> codes = new ArrayList<>();
        List<String> values = new ArrayList<>();
        valuesByNumber.forEach((number, all) -> part(all, catalogue, false).forEach((code, value) -> {
            CustomField field = catalogue.field(code);
            if (field != null && field.type().ranges()) {
                of.add(number.value());
                codes.add(code);
                values.add(comparable(field.type(), value).toPlainString());
            }
        }));
        jdbc.sql("DELETE FROM customer_custom_range WHERE number = ANY (:numbers)")
                .param("numbers", numbers.toArray(String[]::new))
                .update();
        if (of.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        INSERT INTO customer_custom_range (number, code, value)
                        SELECT number, code, value::numeric
                        FROM unnest(:numbers, :codes, :values) AS new (number, code, value)
                        """)
                .param("numbers", of.toArray(String[]::new))
                .param("codes", codes.toArray(String[]::new))
                .param("values", values.toArray(String[]::new))
                .update();
    }

    private static Map<String, Object> part(Map<String, Object> values, Catalogue catalogue, boolean sealed) {
        Map<String, Object> part = new TreeMap<>();
        values.forEach((code, value) -> {
            CustomField field = catalogue.field(code);
            if (field != null && field.settings().sealed() == sealed) {
                part.put(code, value);
            }
        });
        return part;
    }

    @SuppressWarnings("NullAway") // A missing value is a null element of the array that goes to the database.
    private byte[] seal(PersonalData.Vault vault, CustomerNumber number, Map<String, Object> values) {
        return values.isEmpty() ? null : vault.seal(number.value(), SEALED, mapper.writeValueAsString(values));
    }

    private String tokens(Map<String, Object> values, Catalogue catalogue) {
        LongStream found = values.entrySet().stream()
                .filter(entry -> tokenised(catalogue.field(entry.getKey())))
                .mapToLong(entry -> token(entry.getKey(), entry.getValue()));
        return found.distinct().sorted().mapToObj(Long::toString).collect(Collectors.joining(",", "{", "}"));
    }

    private static boolean tokenised(@Nullable CustomField field) {
        return field != null && field.settings().sealed() && field.settings().searchable();
    }
}
