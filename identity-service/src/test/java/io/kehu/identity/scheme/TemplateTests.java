package io.kehu.identity.scheme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTests {

    private static final Template.Context CONTEXT = new Template.Context(2026, 3, "007");
    private static final String[] SEPARATORS = {"", "-", ".", " ", "/", "-."};

    @Property
    void whatIsFormattedReadsBack(@ForAll @LongRange(min = 1, max = 999_999_999) long sequence) {
        Template template = Template.parse("C-{yyyy}{MM}.{branch:3}-{seq:9}-{check}", CheckAlgorithm.MOD_97_10);

        Template.Formatted formatted = template.format(sequence, CONTEXT);

        Template.Parsed read = template.read(formatted.canonical()).orElseThrow();
        assertThat(read.sequence()).isEqualTo(sequence);
        assertThat(read.year() + read.month() + read.branch()).isEqualTo("202603007");
        assertThat(read.checkValid()).isTrue();
        assertThat(read.canonical()).isEqualTo(formatted.canonical());
        assertThat(Template.canonicalise(formatted.display())).isEqualTo(formatted.canonical());
        assertThat(template.display(formatted.canonical())).isEqualTo(formatted.display());
    }

    @Property(tries = 3_000)
    void everyTemplateWritesNumbersAsTheyWereWrittenBefore(
            @ForAll long seed,
            @ForAll CheckAlgorithm check,
            @ForAll @LongRange(min = 1, max = Long.MAX_VALUE) long any,
            @ForAll @IntRange(min = 1, max = 9_999) int year,
            @ForAll @IntRange(min = 1, max = 12) int month) {
        String text = randomTemplate(new Random(seed), check);
        Template template = Template.parse(text, check);
        long sequence = 1 + any % template.capacity();
        Template.Context context = new Template.Context(year, month, "0123456789".substring(0, template.branchWidth()));

        Template.Formatted formatted = template.format(sequence, context);

        assertThat(formatted).isEqualTo(SlowTemplate.format(text, check, sequence, context));
        Template.Parsed read = template.read(formatted.canonical()).orElseThrow();
        assertThat(read.sequence()).isEqualTo(sequence);
        assertThat(read.checkValid()).isTrue();
        assertThat(template.display(formatted.canonical())).isEqualTo(formatted.display());
    }

    private static String randomTemplate(Random random, CheckAlgorithm check) {
        List<String> parts = new ArrayList<>(List.of("{check}"));
        boolean letters = check.coversLetters() && random.nextBoolean();
        parts.add(letters ? "{seq32:" + (4 + random.nextInt(9)) + "}" : "{seq:" + (4 + random.nextInt(15)) + "}");
        for (String optional : List.of("{yyyy}", "{MM}", "{branch:" + (1 + random.nextInt(8)) + "}", "C", "K8", "7")) {
            if (random.nextBoolean()) {
                parts.add(optional);
            }
        }
        Collections.shuffle(parts, random);
        StringBuilder template = new StringBuilder();
        for (String part : parts) {
            template.append(part).append(SEPARATORS[random.nextInt(SEPARATORS.length)]);
        }
        return template.toString();
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
    @CsvSource({"C{seq:4}{check}, 9999", "C{seq:18}{check}, 999999999999999999", "C{seq32:4}{check}, 1048575"})
    void theCapacityIsTheLastSequenceThatFits(String text, long capacity) {
        Template template = Template.parse(text, CheckAlgorithm.MOD_97_10);

        assertThat(template.capacity()).isEqualTo(capacity);
        assertThat(template.read(template.format(capacity, CONTEXT).canonical())
                        .orElseThrow()
                        .sequence())
                .isEqualTo(capacity);
        assertThatThrownBy(() -> template.format(capacity + 1, CONTEXT)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> template.format(-1, CONTEXT)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theWidestSequencesFit() {
        Template template = Template.parse("{seq32:12}{check}", CheckAlgorithm.MOD_37_36);

        assertThat(template.capacity()).isEqualTo((1L << 60) - 1);
        assertThat(template.format(template.capacity(), CONTEXT).canonical()).startsWith("ZZZZZZZZZZZZ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "C",
                "C2026",
                "D202603-00000000142",
                "C20260312345678",
                "C2026130000000142",
                "C2026000000000142",
                "C20X6030000000142",
                "C202603000000O142",
                "C20260300000001-2",
                "C２０２６030000000142"
            })
    void textsOfAnotherShapeAreNotRead(String text) {
        Template template = Template.parse("C{yyyy}{MM}{seq:8}{check}", CheckAlgorithm.MOD_97_10);

        assertThat(template.read("C20260300000001" + "42")).isPresent();
        assertThat(template.read(text)).isEmpty();
    }

    @Test
    void lookAlikesAreReadInsideTheLettersOfASequenceOnly() {
        Template template = Template.parse("OIL-{seq32:6}-{check}", CheckAlgorithm.MOD_37_36);
        Template.Formatted number = template.format((1L << 10) + 1, CONTEXT);
        assertThat(number.canonical()).startsWith("OIL000101");
        String check = number.canonical().substring(9);

        for (String written : List.of("000101", "OOO1O1", "000I0L", "0O0LOI")) {
            Template.Parsed read = template.read("OIL" + written + check).orElseThrow();
            assertThat(read.sequence()).isEqualTo(1025);
            assertThat(read.checkValid()).isTrue();
            assertThat(read.canonical()).isEqualTo(number.canonical());
        }
        assertThat(template.read("OIL00010U" + check)).as("U is no digit").isEmpty();
        assertThat(template.read("01L000101" + check)).as("literals").isEmpty();
        assertThat(template.read("OIL000101O").map(Template.Parsed::canonical))
                .as("check characters are taken as they are")
                .contains("OIL000101O");
    }

    @Test
    void mod3736FindsEveryWrongSymbolOfASequenceWithLetters() {
        Template template = Template.parse("C{seq32:5}{check}", CheckAlgorithm.MOD_37_36);
        for (long sequence = 1; sequence < template.capacity(); sequence += 99_991) {
            String number = template.format(sequence, CONTEXT).canonical();
            for (int place = 1; place < 6; place++) {
                for (char symbol : Radix.THIRTY_TWO.alphabet().toCharArray()) {
                    String typo = number.substring(0, place) + symbol + number.substring(place + 1);
                    assertThat(template.read(typo).orElseThrow().checkValid()).isEqualTo(typo.equals(number));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "C-{check}, template-parts",
        "C-{seq:9}, template-parts",
        "{seq:9}{seq:9}{check}, template-parts",
        "{seq:9}{seq32:9}{check}, template-parts",
        "c{seq:9}{check}, template-character",
        "C{seq:9}{check, template-character",
        "C{seq:3}{check}, template-sequence-width",
        "C{seq:19}{check}, template-sequence-width",
        "C{seq}{check}, template-sequence-width",
        "C{seq32:3}{check}, template-sequence-width",
        "C{seq32:13}{check}, template-sequence-width",
        "C{branch:9}{seq:9}{check}, template-branch-width",
        "C{day}{seq:9}{check}, template-part-unknown",
        "C{seq16:9}{check}, template-part-unknown",
        "CCCCCCCCCCCCCCCCCCCCCCCC{seq:18}{check}, template-length"
    })
    void brokenTemplatesSayWhichRuleTheyBreak(String template, String code) {
        assertThatThrownBy(() -> Template.parse(template, CheckAlgorithm.MOD_97_10))
                .isInstanceOfSatisfying(
                        Template.TemplateException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }

    @ParameterizedTest
    @EnumSource(names = {"MOD_11_10", "LUHN", "DAMM", "VERHOEFF"})
    void checksForDigitsRefuseSequencesWithLetters(CheckAlgorithm check) {
        assertThatThrownBy(() -> Template.parse("C{seq32:8}{check}", check))
                .isInstanceOfSatisfying(Template.TemplateException.class, failure -> {
                    assertThat(failure.pointer()).isEqualTo("/check");
                    assertThat(failure.code()).isEqualTo("check-covers-digits-only");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "Ｃ－０００１２, C00012",
        "' c-0 0.1/2 ', C0012",
        "'\tc1\n', C1",
        "'\u3000Ｃ１\u3000', C1",
        "客-1, 客1",
        "ß1, SS1",
        "'', ''"
    })
    void peopleMayWriteNumbersInManyForms(String written, String canonical) {
        assertThat(Template.canonicalise(written)).isEqualTo(canonical);
    }
}
