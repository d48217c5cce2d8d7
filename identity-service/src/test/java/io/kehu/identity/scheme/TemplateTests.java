package io.kehu.identity.scheme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTests {

    private static final Template.Context CONTEXT = new Template.Context(2026, 3, "007");

    @Property
    void whatIsFormattedReadsBack(@ForAll @LongRange(min = 1, max = 999_999_999) long sequence) {
        Template template = Template.parse("C-{yyyy}{MM}.{branch:3}-{seq:9}-{check}", CheckAlgorithm.MOD_97_10);

        Template.Formatted formatted = template.format(sequence, CONTEXT);

        Template.Parsed read = template.read(formatted.canonical()).orElseThrow();
        assertThat(read.sequence()).isEqualTo(sequence);
        assertThat(read.year() + read.month() + read.branch()).isEqualTo("202603007");
        assertThat(read.checkValid()).isTrue();
        assertThat(Template.canonicalise(formatted.display())).isEqualTo(formatted.canonical());
        assertThat(template.display(formatted.canonical())).isEqualTo(formatted.display());
    }

    @Test
    void checkMayStandInFront() {
        Template template = Template.parse("{check}K{seq:4}", CheckAlgorithm.MOD_97_10);

        assertThat(template.read(template.format(42, CONTEXT).canonical())
                        .orElseThrow()
                        .checkValid())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "C-{check}, template-parts",
        "C-{seq:9}, template-parts",
        "{seq:9}{seq:9}{check}, template-parts",
        "c{seq:9}{check}, template-character",
        "C{seq:9}{check, template-character",
        "C{seq:3}{check}, template-sequence-width",
        "C{seq:19}{check}, template-sequence-width",
        "C{seq}{check}, template-sequence-width",
        "C{branch:9}{seq:9}{check}, template-branch-width",
        "C{day}{seq:9}{check}, template-part-unknown",
        "CCCCCCCCCCCCCCCCCCCCCCCC{seq:18}{check}, template-length"
    })
    void brokenTemplatesSayWhichRuleTheyBreak(String template, String code) {
        assertThatThrownBy(() -> Template.parse(template, CheckAlgorithm.MOD_97_10))
                .isInstanceOfSatisfying(
                        Template.TemplateException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }

    @ParameterizedTest
    @CsvSource({"Ｃ－０００１２, C00012", "' c-0 0.1/2 ', C0012"})
    void peopleMayWriteNumbersInManyForms(String written, String canonical) {
        assertThat(Template.canonicalise(written)).isEqualTo(canonical);
    }
}
