package io.kehu.customer.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions administrators write. */
class ConditionsTests {

    private final Conditions conditions = new Conditions();

    @Test
    void aConditionReadsTheValueAndOtherFields() {
        String condition = "value > 10.0 && (!has(custom.kind) || custom.kind == \"A\")";

        assertThat(conditions.verify(FieldType.NUMBER, condition)).containsExactly("kind");
        assertThat(conditions.holds(FieldType.NUMBER, condition, new BigDecimal("10.5"), Map.of()))
                .isTrue();
        assertThat(conditions.holds(FieldType.NUMBER, condition, new BigDecimal("10.5"), Map.of("kind", "A")))
                .isTrue();
        assertThat(conditions.holds(FieldType.NUMBER, condition, new BigDecimal("10.5"), Map.of("kind", "B")))
                .isFalse();
        assertThat(conditions.holds(FieldType.NUMBER, condition, BigDecimal.TEN, Map.of()))
                .isFalse();
    }

    @Test
    void everyTypeHasItsForm() {
        assertThat(conditions.holds(
                        FieldType.MONEY,
                        "value.currency == \"CNY\" && value.minor >= 100",
                        new Money("CNY", 100),
                        Map.of()))
                .isTrue();
        assertThat(conditions.holds(FieldType.DATE, "value >= \"2026-01-01\"", "2025-12-31", Map.of()))
                .isFalse();
        assertThat(conditions.holds(
                        FieldType.MULTI_CHOICE, "size(value) < 3 && \"a\" in value", List.of("a", "b"), Map.of()))
                .isTrue();
        assertThat(conditions.holds(
                        FieldType.TEXT,
                        "!has(custom.budget) || custom.budget.minor > 5",
                        "x",
                        Map.of("budget", new Money("CNY", 6))))
                .isTrue();
    }

    @Test
    void whatCannotBeEvaluatedDoesNotHold() {
        assertThat(conditions.holds(FieldType.TEXT, "int(value) > 3", "seven", Map.of()))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TEXT | value ==",
                "TEXT | value + \"x\"",
                "TEXT | nobody == 1",
                "NUMBER | value == \"x\"",
                "TEXT | custom.other == \"x\"",
                "TEXT | size(custom) > 0",
                "TEXT | custom[\"other\"] == \"x\"",
                "TEXT | value.matches(\"((a{100}){100}){100}\")"
            })
    void whatDoesNotCompileOrNeedsOtherFieldsIsRefused(FieldType type, String condition) {
        assertThatThrownBy(() -> conditions.verify(type, condition))
                .isInstanceOf(Conditions.BrokenConditionException.class);
    }
}
