package io.kehu.notification.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.kehu.starter.web.problem.FieldProblem;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTextTests {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    private static final TemplateText ALL_TYPES = TemplateText.of(
            "{{points}}",
            "{{points}}|{{ref}}|{{day}}|{{moment}}|{{customer.name}}|{{survey.link}}",
            "<a href=\"{{survey.link}}\">{{ref}}, {{customer.name}}</a>",
            Map.of(
                    "points", ParameterType.INTEGER,
                    "ref", ParameterType.LABEL,
                    "day", ParameterType.DATE,
                    "moment", ParameterType.INSTANT,
                    "invitationId", ParameterType.ID));

    private static final Map<String, Object> VALUES = Map.of(
            "points", 1_234_567,
            "ref", "POS/1 & <b>",
            "day", "2027-12-31",
            "moment", "2026-12-05T03:15:00Z",
            "invitationId", "019f0000-0000-7000-8000-000000000006");

    @Test
    void writesNumbersAndTimesAsTheReaderDoes() {
        Facts facts = new Facts(VALUES, "张三", "https://s.example/1", SHANGHAI);

        assertThat(ALL_TYPES.render(Language.ZH_CN, 1, facts).text())
                .isEqualTo("1,234,567|POS/1 & <b>|2027年12月31日|2026年12月5日 11:15|张三|https://s.example/1");
        assertThat(ALL_TYPES.render(Language.EN, 1, facts).text())
                .isEqualTo(
                        "1,234,567|POS/1 & <b>|31 December 2027|5 December 2026, 11:15 (GMT+8)|张三|https://s.example/1");
    }

    @Test
    void valuesCannotBecomeMarkupOrAHeader() {
        Facts facts = new Facts(VALUES, "Ann\r\nBcc: x <script>'\"&", "https://s.example/1?a=1&b=2", SHANGHAI);

        Rendered rendered = ALL_TYPES.render(Language.EN, 1, facts);

        assertThat(rendered.html())
                .isEqualTo("<a href=\"https://s.example/1?a=1&amp;b=2\">POS/1 &amp; &lt;b&gt;,"
                        + " Ann Bcc: x &lt;script&gt;&#39;&quot;&amp;</a>");
        assertThat(rendered.text()).doesNotContain("\n").contains("Ann Bcc: x <script>");
    }

    @Property
    void noNameBreaksOutOfAnHtmlTextOrALine(@ForAll String name) {
        Rendered rendered = ALL_TYPES.render(Language.EN, 1, new Facts(VALUES, name, "https://s.example/1", SHANGHAI));

        String html = rendered.html();
        assertThat(html).isNotNull();
        String inside = html.substring(html.indexOf('>') + 1, html.length() - "</a>".length());
        assertThat(inside).doesNotContain("<", ">", "\"", "'", "\n", "\r", "\u0000", "\u202e");
    }

    @Test
    void aCustomerWithoutANameIsAddressedPolitely() {
        TemplateText text = TemplateText.of("s", "{{customer.name}}", null, Map.of());

        assertThat(text.render(Language.ZH_CN, 1, new Facts(Map.of(), null, null, SHANGHAI))
                        .text())
                .isEqualTo("尊敬的客户");
        assertThat(text.render(Language.EN, 1, new Facts(Map.of(), " ", null, SHANGHAI))
                        .text())
                .isEqualTo("customer");
    }

    @Test
    void whatIsMissingOrOfAnotherTypeIsAnErrorAndNeverEmpty() {
        Map<String, Object> without = new HashMap<>(VALUES);
        without.remove("ref");
        Map<String, Object> wrong = new HashMap<>(VALUES);
        wrong.put("points", "many");

        assertMissing(without, "https://s.example/1", "ref");
        assertMissing(wrong, "https://s.example/1", "points");
        assertMissing(VALUES, null, "survey.link");
    }

    private static void assertMissing(Map<String, Object> values, String link, String variable) {
        assertThatThrownBy(() -> ALL_TYPES.render(Language.EN, 1, new Facts(values, "Ann", link, SHANGHAI)))
                .isInstanceOfSatisfying(
                        MissingVariableException.class,
                        missing -> assertThat(missing.variable()).isEqualTo(variable));
    }

    @ParameterizedTest
    @CsvSource({
        "INTEGER, 5, true",
        "LABEL, five, true",
        "LABEL, '', false",
        "LABEL, '   ', false",
        "DATE, 2026-02-29, false",
        "DATE, 2028-02-29, true",
        "INSTANT, 2026-11-21T03:15:00Z, true",
        "INSTANT, 2026-11-21, false",
        "ID, 019f0000-0000-7000-8000-000000000006, true",
        "ID, 19f, false"
    })
    void eachTypeKnowsItsValues(ParameterType type, String text, boolean accepted) {
        Object value = type == ParameterType.INTEGER ? Integer.valueOf(text) : text;

        assertThat(type.accepts(value)).isEqualTo(accepted);
    }

    @Test
    void labelsAreOneShortLineAndNumbersAreWhole() {
        assertThat(ParameterType.LABEL.accepts("a".repeat(100))).isTrue();
        assertThat(ParameterType.LABEL.accepts("a".repeat(101))).isFalse();
        assertThat(ParameterType.LABEL.accepts("a\nb")).isFalse();
        assertThat(ParameterType.INTEGER.accepts(1.5)).isFalse();
        assertThat(ParameterType.INTEGER.accepts("1")).isFalse();
        assertThat(ParameterType.DATE.accepts(20260101)).isFalse();
    }

    @Test
    void misfitsNameEachParameter() {
        assertThat(ALL_TYPES.misfits(VALUES)).isEmpty();
        assertThat(ALL_TYPES.misfits(Map.of("points", "x", "ref", "r", "day", "d")))
                .extracting(FieldProblem::pointer, FieldProblem::code)
                .containsExactlyInAnyOrder(
                        tuple("/parameters/points", "parameter-integer"),
                        tuple("/parameters/day", "parameter-date"),
                        tuple("/parameters/moment", "required"),
                        tuple("/parameters/invitationId", "required"));
    }

    @Test
    void theClosestLanguageIsChosen() {
        assertThat(List.of("zh-CN", "zh-TW", "zh", "fr", "x-y-", ""))
                .allMatch(tag -> Language.closestTo(tag) == Language.ZH_CN);
        assertThat(List.of("en", "en-GB", "EN-us")).allMatch(tag -> Language.closestTo(tag) == Language.EN);
        assertThat(Language.closestTo(null)).isEqualTo(Language.ZH_CN);
    }
}
