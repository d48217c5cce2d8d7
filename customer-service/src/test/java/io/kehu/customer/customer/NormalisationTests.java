package io.kehu.customer.customer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people and spreadsheets write, and what we make of it. */
class NormalisationTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "13800138000",
                "138 0013 8000",
                "138-0013-8000",
                "+86 138 0013 8000",
                "+8613800138000",
                "0086 138 0013 8000",
                "86 13800138000",
                "8613800138000",
                "１３８００１３８０００",
                "(86)138-0013-8000",
                "13800138000.0",
                "\u200e138\u00a00013\u30008000\u202c"
            })
    void onePhoneHasManyForms(String written) {
        assertThat(PhoneNumber.parse(written, "CN").map(PhoneNumber::e164)).contains("+8613800138000");
    }

    @ParameterizedTest
    @CsvSource({"021-6888 8888, +862168888888", "+44 20 7946 0958, +442079460958", "+1 (415) 555-2671, +14155552671"})
    void landlinesAndForeignPhonesAreRead(String written, String e164) {
        assertThat(PhoneNumber.parse(written, "CN").map(PhoneNumber::e164)).contains(e164);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.38E+10", "1.38001E+10", "1380013800", "138001380000000", "abc", "", "+999123456789", "12345"})
    void whatIsNoPhoneIsNotGuessed(String written) {
        assertThat(PhoneNumber.parse(written, "CN")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@b.cn", "First.Last+tag@Example.COM", "ｚｈａｎｇ＠ｘ．ｃｎ", "用户@例子.中国", " a @ b.cn "})
    void mailAddressesAreRead(String written) {
        assertThat(MailAddress.parse(written)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@b", "@b.cn", "a@@b.cn", "a b.cn", "a..b@c.cn", "a@-b.cn", "a@b..cn", "<a@b.cn>"})
    void whatIsNoMailAddressIsRefused(String written) {
        assertThat(MailAddress.parse(written)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1988-05-12, 1988-05-12",
        "1988/5/12, 1988-05-12",
        "1988.5.12, 1988-05-12",
        "19880512, 1988-05-12",
        "1988年5月12日, 1988-05-12",
        "１９８８－０５－１２, 1988-05-12",
        "1988-05-12 00:00:00, 1988-05-12",
        "32275, 1988-05-12",
        "32275.0, 1988-05-12",
        "2000-02-29, 2000-02-29"
    })
    void datesOfEveryHabitAreRead(String written, String iso) {
        assertThat(DateText.parse(written)).hasToString("Optional[" + iso + "]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"05/12/1988", "12-05-1988", "1999-02-29", "2023-13-01", "88-05-12", "yesterday", "5.12", "1"})
    void datesWithTwoReadingsAreRefused(String written) {
        assertThat(DateText.parse(written)).isEmpty();
    }

    @Test
    void namesFoldSpellingsButKeepCharacters() {
        assertThat(PersonName.parse("  張\u200b三 豐 ").orElseThrow().folded()).isEqualTo("张三丰");
        assertThat(PersonName.parse("Ｊｏｈｎ  O’Neil").orElseThrow().folded()).isEqualTo("johnoneil");
        assertThat(PersonName.parse("𠮷野家").orElseThrow().value()).isEqualTo("𠮷野家");
        assertThat(PersonName.parse("阿卜杜拉·买买提").orElseThrow().folded()).isEqualTo("阿卜杜拉买买提");
        assertThat(PersonName.parse("王")).isPresent();
        assertThat(PersonName.parse("123")).isEmpty();
        assertThat(PersonName.parse("\u200b")).isEmpty();
        assertThat(PersonName.parse("长".repeat(101))).isEmpty();
    }

    @Test
    void surnamesSoundLikeSurnames() {
        assertThat(NamePinyin.readings("单雄信")).anyMatch(reading -> reading.equals(List.of("shan", "xiong", "xin")));
        assertThat(NamePinyin.readings("张三丰")).contains(List.of("zhang", "san", "feng"));
        assertThat(NamePinyin.readings("john")).isEmpty();
        assertThat(NamePinyin.readings("重重重重重重重重重重")).hasSizeLessThanOrEqualTo(4);
    }
}
