package io.kehu.notification.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkupTests {

    @Test
    void fillsPlacesAndNothingElse() {
        Markup markup = Markup.parse("You have {{points}} of {{ points }}, {{customer.name}}. {one} }x{")
                .orElseThrow();

        assertThat(markup.variables()).containsExactly("points", "customer.name");
        assertThat(markup.fill(Map.of("points", "5", "customer.name", "Ann")::get, UnaryOperator.identity()))
                .isEqualTo("You have 5 of 5, Ann. {one} }x{");
    }

    @Test
    void aValueIsNotFilledInAgain() {
        Markup markup = Markup.parse("{{a}}").orElseThrow();

        assertThat(markup.fill(variable -> "{{b}}", UnaryOperator.identity())).isEqualTo("{{b}}");
    }

    @Test
    void aPlaceWithoutAValueIsAnError() {
        Markup markup = Markup.parse("{{a}}").orElseThrow();

        assertThatThrownBy(() -> markup.fill(
                        variable -> {
                            throw new MissingVariableException(variable);
                        },
                        UnaryOperator.identity()))
                .isInstanceOfSatisfying(
                        MissingVariableException.class,
                        missing -> assertThat(missing.variable()).isEqualTo("a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{",
                "}}",
                "{{a",
                "a}}",
                "{{}}",
                "{{A}}",
                "{{1a}}",
                "{{a.b.c}}",
                "{{a-b}}",
                "{{a}}}}",
                "{{{a}}}",
                "{{#a}}",
                "{{a\n}}",
                "{{  a}}"
            })
    void bracesThatAreNoPlaceAreRefused(String text) {
        assertThat(Markup.parse(text)).isEmpty();
    }

    @Property
    void whateverTheValuesTheTextAroundThemStays(
            @ForAll String value, @ForAll @AlphaChars @StringLength(max = 20) String before) {
        Markup markup = Markup.parse(before + "{{a}}" + before).orElseThrow();

        assertThat(markup.fill(variable -> value, UnaryOperator.identity())).isEqualTo(before + value + before);
    }
}
