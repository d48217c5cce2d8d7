package io.kehu.notification.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalHintsTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "z@x.cn",
                "to z.san@mail.example today",
                "13800138000",
                "+8613800138000",
                "tel:138 0013 8000",
                "86-138-0013-8000",
                "order:19912345678:shipped"
            })
    void addressesAreNoticed(String text) {
        assertThat(PersonalHints.in(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POS/SZ01-20261120-0042",
                "1259",
                "12345678901",
                "202611201380013800012",
                "@home",
                "a@b",
                "order:SZ01-0042:shipped",
                "2026-11-21T03:15:00Z"
            })
    void numbersOfOrdersAreNot(String text) {
        assertThat(PersonalHints.in(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4f0c2a10-1390-4135-8000-138001380001",
                "order:8a1f9c3e-77aa-4b1c-9d2e-13912345678f",
                "13812345-6780-4000-8000-000000000000:shipped"
            })
    void randomIdsMayHoldAnyDigits(String text) {
        assertThat(PersonalHints.in(text)).isFalse();
        assertThat(PersonalHints.in(text + " 13800138000")).isTrue();
    }

    @Property
    void whateverKeyWeMakeItFits(@ForAll long high, @ForAll long low) {
        DedupeKey key = DedupeKey.ofEvent(new UUID(high, low), "points-earned");

        assertThat(key.value()).startsWith("evt:").endsWith(":points-earned");
        assertThat(DedupeKey.isFree(key.value())).isFalse();
    }
}
