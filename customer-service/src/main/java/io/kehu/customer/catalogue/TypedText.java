package io.kehu.customer.catalogue;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Values of fields as texts, as they stand in addresses and files: {@code 1999.5}, {@code CNY 1999.50}, {@code a;b}. */
final class TypedText {

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,20}(\\.\\d{1,20})?");
    private static final Pattern MONEY = Pattern.compile("([A-Z]{3})\\s*([+-]?\\d{1,15}(?:\\.\\d{1,4})?)");

    private TypedText() {}

    /** What {@link ValueForm} understands; what cannot be read stays a text, which it refuses. */
    static Object raw(FieldType type, String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).strip();
        return switch (type) {
            case NUMBER -> NUMBER.matcher(plain).matches() ? new BigDecimal(plain) : text;
            case MONEY -> money(plain);
            case DATE -> plain;
            case MULTI_CHOICE ->
                Arrays.stream(plain.split("[;,、|]", -1)).map(String::strip).toList();
            case CHOICE, REFERENCE -> plain;
            case TEXT, FILE -> text;
        };
    }

    /** As {@link #raw}, where items of a dictionary may also be written by their labels. */
    static Object labelled(FieldType type, Dictionary dictionary, String text) {
        Object raw = raw(type, text);
        return switch (raw) {
            case String one when type == FieldType.CHOICE -> code(dictionary, one);
            case List<?> several ->
                several.stream()
                        .map(one -> code(dictionary, String.valueOf(one)))
                        .toList();
            default -> raw;
        };
    }

    private static String code(Dictionary dictionary, String text) {
        return dictionary.items().stream()
                .filter(item -> item.code().equals(text)
                        || item.label().zh().equals(text)
                        || item.label().en().equalsIgnoreCase(text))
                .map(Dictionary.Item::code)
                .findFirst()
                .orElse(text);
    }

    /** A value as a text, as {@link #raw} reads it. */
    static String of(Object value) {
        return switch (value) {
            case BigDecimal number -> number.toPlainString();
            case Money money ->
                money.currency() + " "
                        + BigDecimal.valueOf(
                                        money.minor(),
                                        Math.max(
                                                0,
                                                Currency.getInstance(money.currency())
                                                        .getDefaultFractionDigits()))
                                .toPlainString();
            case List<?> several ->
                several.stream()
                        .map(one -> one instanceof StoredFile file ? file.name() : String.valueOf(one))
                        .collect(Collectors.joining(";"));
            default -> value.toString();
        };
    }

    private static Object money(String text) {
        Matcher matcher = MONEY.matcher(text);
        if (!matcher.matches()) {
            return text;
        }
        try {
            int digits = Currency.getInstance(matcher.group(1)).getDefaultFractionDigits();
            long minor = new BigDecimal(matcher.group(2))
                    .movePointRight(Math.max(0, digits))
                    .longValueExact();
            return Map.of("currency", matcher.group(1), "minor", minor);
        } catch (IllegalArgumentException | ArithmeticException e) {
            return text;
        }
    }
}
