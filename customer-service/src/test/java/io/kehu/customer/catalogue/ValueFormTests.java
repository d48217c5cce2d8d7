package io.kehu.customer.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The one form of each value. */
class ValueFormTests {

    private static final Dictionary COLOURS = new Dictionary(
            "colours",
            new Label("颜色", "Colours"),
            List.of(item("RED", true), item("BLUE", true), item("PINK", false)),
            1);

    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @Property
    void numbersComeBackAsTheyWere(@ForAll("numbers") BigDecimal number) {
        Reading reading = ValueForm.of(FieldType.NUMBER, null, number, false);
        Object value = ((Reading.Accepted) reading).value();

        assertThat((BigDecimal) value).isEqualByComparingTo(number);
        assertThat(ValueForm.stored(FieldType.NUMBER, EXACT.readTree(EXACT.writeValueAsString(value))))
                .isEqualTo(value);
        // Bodies are read as doubles: fifteen digits survive that.
        assertThat(ValueForm.of(FieldType.NUMBER, null, number.doubleValue(), false))
                .isEqualTo(reading);
    }

    @Provide
    Arbitrary<BigDecimal> numbers() {
        return Arbitraries.longs()
                .between(-999_999_999_999_999L, 999_999_999_999_999L)
                .flatMap(
                        digits -> Arbitraries.integers().between(0, 6).map(scale -> BigDecimal.valueOf(digits, scale)));
    }

    @Property
    void storableTextsComeBackAsTheyWere(@ForAll String text) {
        if (ValueForm.of(FieldType.TEXT, null, text, false) instanceof Reading.Accepted accepted) {
            assertThat(ValueForm.stored(FieldType.TEXT, EXACT.readTree(EXACT.writeValueAsString(accepted.value()))))
                    .isEqualTo(accepted.value());
            assertThat(ValueForm.of(FieldType.TEXT, null, accepted.value(), false))
                    .isEqualTo(accepted);
        }
    }

    static List<Arguments> accepted() {
        return List.of(
                Arguments.of(FieldType.TEXT, "  e\u0301toile ", "\u00e9toile"),
                Arguments.of(FieldType.TEXT, "𠮷野家", "𠮷野家"),
                Arguments.of(FieldType.TEXT, "字".repeat(4_000), "字".repeat(4_000)),
                Arguments.of(FieldType.NUMBER, 1.50, new BigDecimal("1.5")),
                Arguments.of(FieldType.NUMBER, 100, new BigDecimal("100")),
                Arguments.of(FieldType.NUMBER, 1e3, new BigDecimal("1000")),
                Arguments.of(FieldType.MONEY, Map.of("currency", "CNY", "minor", 5), new Money("CNY", 5)),
                Arguments.of(FieldType.DATE, "2024-02-29", "2024-02-29"),
                Arguments.of(FieldType.CHOICE, "RED", "RED"),
                Arguments.of(FieldType.MULTI_CHOICE, List.of("BLUE", "RED"), List.of("RED", "BLUE")),
                Arguments.of(FieldType.REFERENCE, " c-0000 00001 ", "C000000001"));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void whatIsMeantIsTaken(FieldType type, Object raw, Object value) {
        assertThat(ValueForm.of(type, COLOURS, raw, false)).isEqualTo(new Reading.Accepted(value));
    }

    static List<Arguments> refused() {
        return List.of(
                Arguments.of(FieldType.TEXT, " "),
                Arguments.of(FieldType.TEXT, 5),
                Arguments.of(FieldType.TEXT, "a\u0000b"),
                Arguments.of(FieldType.TEXT, "a\ud800b"),
                Arguments.of(FieldType.TEXT, "字".repeat(4_001)),
                Arguments.of(FieldType.NUMBER, "5"),
                Arguments.of(FieldType.NUMBER, Double.NaN),
                Arguments.of(FieldType.NUMBER, Double.POSITIVE_INFINITY),
                Arguments.of(FieldType.NUMBER, 1e300),
                Arguments.of(FieldType.NUMBER, new BigDecimal("1E+999999999")),
                Arguments.of(FieldType.NUMBER, 0.0000001),
                Arguments.of(FieldType.NUMBER, 1_000_000_000_000_001L),
                Arguments.of(FieldType.MONEY, 5),
                Arguments.of(FieldType.MONEY, Map.of("currency", "CNY")),
                Arguments.of(FieldType.MONEY, Map.of("currency", "XXX", "minor", 5)),
                Arguments.of(FieldType.MONEY, Map.of("currency", "cny", "minor", 5)),
                Arguments.of(FieldType.MONEY, Map.of("currency", "CNY", "minor", 5.5)),
                Arguments.of(FieldType.MONEY, Map.of("currency", "CNY", "minor", Long.MIN_VALUE)),
                Arguments.of(FieldType.DATE, "2025-02-29"),
                Arguments.of(FieldType.DATE, "2025/02/01"),
                Arguments.of(FieldType.DATE, "0000-01-01"),
                Arguments.of(FieldType.CHOICE, "GREEN"),
                Arguments.of(FieldType.CHOICE, "PINK"),
                Arguments.of(FieldType.CHOICE, List.of("RED")),
                Arguments.of(FieldType.MULTI_CHOICE, List.of()),
                Arguments.of(FieldType.MULTI_CHOICE, List.of("RED", "RED")),
                Arguments.of(FieldType.MULTI_CHOICE, List.of("RED", 5)),
                Arguments.of(FieldType.REFERENCE, "nobody!"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsNotMeantIsRefusedAndNothingIsCut(FieldType type, Object raw) {
        assertThat(ValueForm.of(type, COLOURS, raw, false)).isInstanceOf(Reading.Refused.class);
    }

    private static Dictionary.Item item(String code, boolean active) {
        return new Dictionary.Item(code, new Label(code, code), active);
    }
}
