package io.kehu.starter.protection.mask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MaskTests {

    @ParameterizedTest
    @CsvSource({
        "13812345678, 138****5678",
        "+8613812345678, 138****5678",
        "+85261234567, +85****4567",
        "+14155550123, +14****0123",
        "'', ****",
        "1, ****1",
        "12, ****12",
        "1234567, ****67",
        "+861, ****1",
        "62345678, ****78",
        "0216234567, ****67",
    })
    void aPhoneShowsItsBeginningAndEnd(String phone, String masked) {
        assertThat(Mask.PHONE.mask(phone)).isEqualTo(masked);
    }

    /** What is hidden of a phone number must be too much to guess. */
    @Test
    void aPhoneOfAnyLengthHidesAtLeastFourDigits() {
        for (int length = 4; length <= 15; length++) {
            String phone = "123456789012345".substring(0, length);
            String shown = Mask.PHONE.mask(phone).replace("*", "");

            assertThat(length - shown.length()).as(phone).isGreaterThanOrEqualTo(Math.min(4, length - 2));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "zhang@x.cn, z***@x.cn",
        "z@x.cn, z***@x.cn",
        "张三@例子.中国, 张***@例子.中国",
        "a@b@x.cn, a***@x.cn",
        "@x.cn, ****",
        "no address, ****",
        "'', ****",
    })
    void anEmailShowsItsFirstCharacterAndItsHost(String email, String masked) {
        assertThat(Mask.EMAIL.mask(email)).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource({
        "张三, 张*",
        "欧阳娜娜, 欧*",
        "张, 张*",
        "Anna Schmidt, A*",
        "' 李四', 李*",
        "𠮷田太郎, 𠮷*",
        "'', ''",
        "'  ', ''",
    })
    void aNameShowsItsFirstCharacterAndNotItsLength(String name, String masked) {
        assertThat(Mask.NAME.mask(name)).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource({
        "110101199003071234, 110***********1234",
        "11010119900307123X, 110***********123X",
        "H1234567890, H12****7890",
        "E12345678, ****",
        "'', ****",
    })
    void anIdentityNumberShowsItsRegionAndEnd(String number, String masked) {
        assertThat(Mask.ID_NUMBER.mask(number)).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource({"1988-03-07, 1988-**-**", "1988, 1988-**-**", "88, ****", "'', ****"})
    void aDateShowsItsYear(String date, String masked) {
        assertThat(Mask.DATE.mask(date)).isEqualTo(masked);
    }

    @Test
    void aTextShowsNothing() {
        assertThat(Mask.TEXT.mask("客户住在北京")).isEqualTo("****");
        assertThat(Mask.TEXT.mask("")).isEmpty();
        assertThat(Mask.NOTE.mask("客户住在北京")).isEqualTo("****");
    }

    @ParameterizedTest
    @EnumSource(Mask.class)
    void noMaskFailsOnHalfACharacter(Mask mask) {
        assertThat(mask.mask("\ud842")).isNotNull();
        assertThat(mask.mask("\ud842\udfb7")).doesNotContain("\ud842*");
    }
}
