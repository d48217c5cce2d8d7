package io.kehu.notification.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.notification.Channel;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContactAddressTests {

    @ParameterizedTest
    @CsvSource({
        "EMAIL, Z@X.CN, Z@x.cn, z@x.cn",
        "EMAIL, ' z@x.cn ', z@x.cn, z@x.cn",
        "EMAIL, ｚ＠x.cn, z@x.cn, z@x.cn",
        "EMAIL, z.a+b@Mail.Example, z.a+b@mail.example, z.a+b@mail.example",
        "EMAIL, z@例子.中国, z@xn--fsqu00a.xn--fiqs8s, z@xn--fsqu00a.xn--fiqs8s",
        "SMS, +86 138-0013-8000, +8613800138000, +8613800138000",
        "WECHAT, oX_1-abc, oX_1-abc, oX_1-abc"
    })
    void spellingsOfOneAddressFoldToOne(Channel channel, String text, String value, String folded) {
        ContactAddress address = ContactAddress.parse(channel, text).orElseThrow();

        assertThat(address.value()).isEqualTo(value);
        assertThat(address.folded()).isEqualTo(folded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "z",
                "@x.cn",
                "z@",
                "z@x",
                "z@x..cn",
                "a@x.cn, b@x.cn",
                "a@x.cn b@x.cn",
                "Ann <a@x.cn>",
                "a\r\nRCPT TO:<b@x.cn>@x.cn",
                "张@x.cn",
                "a@b@x.cn",
                "a@x.cn>",
                "\"a b\"@x.cn",
                "a@[127.0.0.1]"
            })
    void whatIsNotOneMailAddressIsNone(String text) {
        assertThat(ContactAddress.parse(Channel.EMAIL, text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"13800138000", "+0138", "+86", "phone", "+861380013800012345"})
    void whatIsNoPhoneInE164IsNone(String text) {
        assertThat(ContactAddress.parse(Channel.SMS, text)).isEmpty();
    }

    @Property
    void whateverTheTextTheResultIsOneLineAndFoldsToItself(@ForAll String text) {
        for (Channel channel : Channel.values()) {
            ContactAddress.parse(channel, text).ifPresent(address -> {
                assertThat(address.value()).matches("[\\x21-\\x7e]+");
                assertThat(ContactAddress.parse(channel, address.folded())).contains(address);
            });
        }
    }

    @Test
    void equalsByTheFoldedFormAndTellsNobody() {
        ContactAddress one = ContactAddress.parse(Channel.EMAIL, "Z@x.cn").orElseThrow();

        assertThat(one).isEqualTo(ContactAddress.parse(Channel.EMAIL, "z@X.CN").orElseThrow());
        assertThat(one)
                .isNotEqualTo(ContactAddress.parse(Channel.EMAIL, "y@x.cn").orElseThrow());
        assertThat(one.toString().toLowerCase(Locale.ROOT)).doesNotContain("z@x");
    }
}
