package io.kehu.customer.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Values in addresses and files. */
class TypedTextTests {

    @Test
    void textsBecomeWhatTheirTypeExpects() {
        assertThat(TypedText.raw(FieldType.NUMBER, " １２.50 ")).isEqualTo(new BigDecimal("12.50"));
        assertThat(TypedText.raw(FieldType.NUMBER, "1e5")).isEqualTo("1e5");
        assertThat(TypedText.raw(FieldType.MONEY, "CNY 19.9")).isEqualTo(Map.of("currency", "CNY", "minor", 1990L));
        assertThat(TypedText.raw(FieldType.MONEY, "JPY 500")).isEqualTo(Map.of("currency", "JPY", "minor", 500L));
        assertThat(TypedText.raw(FieldType.MONEY, "CNY 0.005")).isEqualTo("CNY 0.005");
        assertThat(TypedText.raw(FieldType.MONEY, "ZZZ 5")).isEqualTo("ZZZ 5");
        assertThat(TypedText.raw(FieldType.MULTI_CHOICE, "a；b、c")).isEqualTo(List.of("a", "b", "c"));
    }

    @Test
    void choicesMayBeWrittenByTheirLabels() {
        Dictionary tiers = new Dictionary(
                "tiers", new Label("等级", "Tiers"), List.of(new Dictionary.Item("G", new Label("金卡", "Gold"), true)), 1);

        assertThat(TypedText.labelled(FieldType.CHOICE, tiers, "金卡")).isEqualTo("G");
        assertThat(TypedText.labelled(FieldType.CHOICE, tiers, "gold")).isEqualTo("G");
        assertThat(TypedText.labelled(FieldType.CHOICE, tiers, "G")).isEqualTo("G");
        assertThat(TypedText.labelled(FieldType.MULTI_CHOICE, tiers, "金卡;tin")).isEqualTo(List.of("G", "tin"));
    }

    @Test
    void valuesAreWrittenAsTheyAreRead() {
        assertThat(TypedText.of(new Money("CNY", -1990))).isEqualTo("CNY -19.90");
        assertThat(TypedText.of(new Money("JPY", 1990))).isEqualTo("JPY 1990");
        assertThat(TypedText.raw(FieldType.MONEY, "CNY -19.90")).isEqualTo(Map.of("currency", "CNY", "minor", -1990L));
        assertThat(TypedText.of(new BigDecimal("1E+3"))).isEqualTo("1000");
        assertThat(TypedText.of(List.of("a", "b"))).isEqualTo("a;b");
    }

    @Test
    void filesAreWrittenByTheirNames() {
        StoredFile contract = new StoredFile(
                new UUID(7, 7), "合同.pdf", "application/pdf", 48_213, Instant.parse("2026-11-01T08:00:00Z"));

        assertThat(TypedText.of(List.of(contract, contract))).isEqualTo("合同.pdf;合同.pdf");
    }
}
