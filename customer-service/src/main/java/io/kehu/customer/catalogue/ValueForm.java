package io.kehu.customer.catalogue;

import io.kehu.customer.customer.CustomerNumber;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The one form of a value of each type: what callers say becomes it, what is stored is it. Nothing is cut or rounded. */
final class ValueForm {

    static final int LONGEST_TEXT = 4_000;

    private static final int MOST_CHOICES = 50;
    private static final int MOST_DIGITS = 15;
    private static final int MOST_DECIMALS = 6;
    private static final long MOST_MINOR = 1_000_000_000_000_000L;

    private ValueForm() {}

    /** @param retired whether retired items of the dictionary will do, as they do for questions */
    static Reading of(FieldType type, @Nullable Dictionary dictionary, Object raw, boolean retired) {
        return switch (type) {
            case TEXT -> text(raw);
            case NUMBER -> number(raw);
            case MONEY -> money(raw);
            case DATE -> date(raw);
            case CHOICE -> choice(dictionary, raw, retired);
            case MULTI_CHOICE -> choices(dictionary, raw, retired);
            case REFERENCE -> reference(raw);
            case FILE -> new Reading.Refused("custom-file");
        };
    }

    /** Reads a stored value back. */
    static Object stored(FieldType type, JsonNode node) {
        return switch (type) {
            case NUMBER -> plain(node.decimalValue());
            case MONEY ->
                new Money(
                        node.path("currency").stringValue(), node.path("minor").longValue());
            case MULTI_CHOICE -> node.valueStream().map(JsonNode::stringValue).toList();
            case FILE -> node.valueStream().map(StoredFile::of).toList();
            case TEXT, DATE, CHOICE, REFERENCE -> node.stringValue();
        };
    }

    private static Reading text(Object raw) {
        if (!(raw instanceof String said)) {
            return new Reading.Refused("custom-text");
        }
        String text = Normalizer.normalize(said, Normalizer.Form.NFC).strip();
        boolean storable = !text.isEmpty()
                && text.codePointCount(0, text.length()) <= LONGEST_TEXT
                && text.codePoints().allMatch(ValueForm::storable);
        return storable ? new Reading.Accepted(text) : new Reading.Refused("custom-text");
    }

    private static boolean storable(int point) {
        boolean mark = Character.isISOControl(point) && point != '\n' && point != '\r' && point != '\t';
        return !mark && Character.getType(point) != Character.SURROGATE;
    }

    private static Reading number(Object raw) {
        BigDecimal number = decimal(raw);
        if (number == null || number.scale() > MOST_DECIMALS || number.precision() > MOST_DIGITS) {
            return new Reading.Refused("custom-number");
        }
        return new Reading.Accepted(number);
    }

    private static @Nullable BigDecimal decimal(Object raw) {
        return switch (raw) {
            case BigDecimal decimal -> plain(decimal);
            case BigInteger integer -> plain(new BigDecimal(integer));
            case Integer integer -> BigDecimal.valueOf(integer);
            case Long integer -> BigDecimal.valueOf(integer);
            case Double real when Double.isFinite(real) -> plain(BigDecimal.valueOf(real));
            default -> null;
        };
    }

    /** Without zeros at the end and without an exponent. Numbers too large to keep are left as they are, to be refused. */
    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        boolean whole = stripped.scale() < 0 && (long) stripped.precision() - stripped.scale() <= MOST_DIGITS;
        if (stripped.scale() < 0 && !whole) {
            return new BigDecimal(BigInteger.TEN.pow(MOST_DIGITS));
        }
        return whole ? stripped.setScale(0) : stripped;
    }

    private static Reading money(Object raw) {
        if (!(raw instanceof Map<?, ?> said) || !said.keySet().equals(Set.of("currency", "minor"))) {
            return new Reading.Refused("custom-money");
        }
        if (!(said.get("currency") instanceof String currency) || !isCurrency(currency)) {
            return new Reading.Refused("custom-money");
        }
        if (!(said.get("minor") instanceof Number minor) || !(minor instanceof Integer || minor instanceof Long)) {
            return new Reading.Refused("custom-money");
        }
        long amount = minor.longValue();
        return amount >= -MOST_MINOR && amount <= MOST_MINOR
                ? new Reading.Accepted(new Money(currency, amount))
                : new Reading.Refused("custom-money");
    }

    private static boolean isCurrency(String code) {
        try {
            return Currency.getInstance(code).getDefaultFractionDigits() >= 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Reading date(Object raw) {
        try {
            if (raw instanceof String said
                    && said.matches("\\d{4}-\\d{2}-\\d{2}")
                    && LocalDate.parse(said).getYear() > 0) {
                return new Reading.Accepted(said);
            }
        } catch (DateTimeException e) {
            return new Reading.Refused("custom-date");
        }
        return new Reading.Refused("custom-date");
    }

    private static Reading choice(@Nullable Dictionary dictionary, Object raw, boolean retired) {
        boolean known = raw instanceof String said && has(dictionary, said, retired);
        return known ? new Reading.Accepted(raw) : new Reading.Refused("custom-choice");
    }

    private static boolean has(@Nullable Dictionary dictionary, String code, boolean retired) {
        return dictionary != null
                && dictionary
                        .item(code)
                        .filter(item -> retired || item.active())
                        .isPresent();
    }

    /** In the order of the dictionary, so that equal choices are equal values. */
    private static Reading choices(@Nullable Dictionary dictionary, Object raw, boolean retired) {
        if (dictionary == null || !(raw instanceof List<?> said) || said.isEmpty() || said.size() > MOST_CHOICES) {
            return new Reading.Refused("custom-multi-choice");
        }
        boolean known = said.stream().allMatch(item -> item instanceof String code && has(dictionary, code, retired));
        if (!known || new HashSet<>(said).size() != said.size()) {
            return new Reading.Refused("custom-multi-choice");
        }
        List<String> chosen = new ArrayList<>();
        dictionary.items().stream()
                .map(Dictionary.Item::code)
                .filter(said::contains)
                .forEach(chosen::add);
        return new Reading.Accepted(List.copyOf(chosen));
    }

    private static Reading reference(Object raw) {
        if (raw instanceof String said) {
            String canonical = said.strip().replaceAll("[-. ]", "").toUpperCase(Locale.ROOT);
            if (canonical.matches(CustomerNumber.PATTERN)) {
                return new Reading.Accepted(canonical);
            }
        }
        return new Reading.Refused("custom-reference");
    }
}
