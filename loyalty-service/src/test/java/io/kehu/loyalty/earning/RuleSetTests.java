package io.kehu.loyalty.earning;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.loyalty.tier.Tier;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules give together, without a database. */
class RuleSetTests {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final Tier SILVER = new Tier("SILVER", 1, "Silver", 100, 150, List.of());
    private static final RuleConditions CONDITIONS = new RuleConditions();

    private final CapRoom room = new CapRoom(Map.of());

    @Test
    void aRuleWithoutAScopeIsAboutEverything() {
        assertThat(given(purchase("POS", null), RuleDrafts.points("BASE", 1))).isEmpty();
        assertThat(given(purchase("POS", null, line("TEA", "tea", 1_999)), RuleDrafts.points("BASE", 1)))
                .isEqualTo("BASE 19");
    }

    @Test
    void channelsAndStoresHaveToBeNamed() {
        PurchaseRecorded here = purchase("POS", "S1", line("TEA", "tea", 1_000));
        PurchaseRecorded nowhere = purchase("WEB", null, line("TEA", "tea", 1_000));

        assertThat(given(here, RuleDrafts.points("A1", 1).channels("POS", "APP")))
                .isEqualTo("A1 10");
        assertThat(given(nowhere, RuleDrafts.points("A1", 1).channels("POS", "APP")))
                .isEmpty();
        assertThat(given(here, RuleDrafts.points("A1", 1).stores("S1"))).isEqualTo("A1 10");
        assertThat(given(here, RuleDrafts.points("A1", 1).stores("S2"))).isEmpty();
        assertThat(given(nowhere, RuleDrafts.points("A1", 1).stores("S1"))).isEmpty();
        assertThat(given(here, RuleDrafts.points("A1", 1).stores("S1").channels("WEB")))
                .isEmpty();
    }

    @Test
    void ofCategoriesAndProductsTheLinesNamedCountOnce() {
        PurchaseRecorded purchase =
                purchase("POS", null, line("TEA", "tea", 1_050), line("CUP", "ware", 2_050), line("BAG", "", 4_000));

        assertThat(given(purchase, RuleDrafts.points("A1", 1).categories("tea")))
                .isEqualTo("A1 10");
        assertThat(given(purchase, RuleDrafts.points("A1", 1).products("CUP"))).isEqualTo("A1 20");
        assertThat(given(purchase, RuleDrafts.points("A1", 1).categories("tea").products("CUP")))
                .isEqualTo("A1 31");
        assertThat(given(purchase, RuleDrafts.points("A1", 1).categories("tea").products("TEA")))
                .isEqualTo("A1 10");
        assertThat(given(
                        purchase,
                        RuleDrafts.points("A1", 1).categories("coffee").fixed(50)))
                .isEmpty();
        assertThat(given(
                        purchase("POS", null),
                        RuleDrafts.points("A1", 1).categories("tea").fixed(50)))
                .isEmpty();
    }

    @Test
    void aConditionSeesTheWholePurchaseAlsoWhereAPartEarns() {
        PurchaseRecorded purchase = purchase("POS", null, line("TEA", "tea", 1_000), line("CUP", "ware", 9_000));

        assertThat(given(purchase, RuleDrafts.points("A1", 1).categories("tea").when("purchase.amountMinor == 10000")))
                .isEqualTo("A1 10");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-31T15:59:59.999Z, false",
        "2026-10-31T16:00:00Z, true",
        "2026-11-30T15:59:59.999999Z, true",
        "2026-11-30T16:00:00Z, false"
    })
    void aRuleIsValidFromItsFirstMomentUntilItsLast(String at, boolean earns) {
        RuleDrafts november = RuleDrafts.points("NOV", 1).valid("2026-10-31T16:00:00Z", "2026-11-30T16:00:00Z");

        assertThat(given(at(at, line("TEA", "tea", 1_000)), november)).isEqualTo(earns ? "NOV 10" : "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "at.weekday == 6 | 2026-11-20T16:00:00Z | true",
                "at.weekday == 6 | 2026-11-20T15:59:59Z | false",
                "at.hour >= 9 && at.hour < 12 | 2026-11-20T01:00:00Z | true",
                "at.year == 2027 && at.month == 1 && at.day == 1 | 2026-12-31T16:00:00Z | true",
                "at.month == 2 && at.day == 29 | 2028-02-29T15:59:59Z | true",
                "member.tier == 'SILVER' | 2026-11-20T01:00:00Z | true",
                "member.tier == '' | 2026-11-20T01:00:00Z | false",
                "member.months >= 12 | 2026-11-19T15:59:59Z | false",
                "member.months >= 12 | 2026-11-19T16:00:00Z | true",
                "member.months < 0 | 2020-01-01T00:00:00Z | false"
            })
    void conditionsReadTheTimeInTheProgrammesZoneAndTheMember(String condition, String at, boolean holds) {
        Occasion occasion = new Occasion(
                at(at, line("TEA", "tea", 1_000)), "C1", SILVER, Instant.parse("2025-11-20T03:00:00Z"), SHANGHAI);

        assertThat(new RuleSet(
                                List.of(RuleDrafts.points("A1", 1)
                                        .when(condition)
                                        .rule()),
                                CONDITIONS)
                        .claims(occasion)
                        .rules())
                .hasSize(holds ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"DAY, 'D 30, M 20'", "MONTH, M 20", "HOUR, ''", ", ''"})
    void conditionsReadWhetherItWasTheBirthday(String birthday, String gives) {
        PurchaseRecorded purchase = Trade.near(birthday, at("2026-11-20T01:00:00Z", line("TEA", "tea", 1_000)));

        assertThat(given(
                        purchase,
                        RuleDrafts.points("M", 2).when("member.birthdayMonth"),
                        RuleDrafts.points("D", 3).when("member.birthday")))
                .isEqualTo(gives == null ? "" : gives);
    }

    @Test
    void ofAGroupTheOneThatGivesMostCountsAndOfEqualOnesTheFirst() {
        PurchaseRecorded purchase = purchase("POS", null, line("TEA", "tea", 1_000));

        assertThat(given(
                        purchase,
                        RuleDrafts.points("A1", 1).group("BEST"),
                        RuleDrafts.points("B1", 3).group("BEST"),
                        RuleDrafts.points("C1", 3).group("BEST"),
                        RuleDrafts.points("D1", 9).group("BEST").orderCap(5),
                        RuleDrafts.points("E1", 1)))
                .isEqualTo("B1 30, E1 10");
    }

    /** What counts is what a rule gives, not what it would give without its caps. */
    @Test
    void aRuleThatIsUsedUpLeavesItsGroupToTheNext() {
        RuleDrafts first = RuleDrafts.points("A1", 3).group("BEST").dayCap(30);
        RuleDrafts second = RuleDrafts.points("B1", 1).group("BEST");

        assertThat(given(purchase("POS", null, line("TEA", "tea", 1_000)), first, second))
                .isEqualTo("A1 30");
        assertThat(given(purchase("POS", null, line("TEA", "tea", 1_000)), first, second))
                .isEqualTo("B1 10");
    }

    @Test
    void multipliersAddUpOnWhatTheOthersGive() {
        PurchaseRecorded purchase = purchase("POS", null, line("TEA", "tea", 1_099));

        assertThat(given(
                        purchase,
                        RuleDrafts.multiplier("M1", 200),
                        RuleDrafts.points("BASE", 1),
                        RuleDrafts.points("MORE", 2).when("purchase.amountMinor > 1000"),
                        RuleDrafts.multiplier("M2", 150)))
                .isEqualTo("BASE 10, MORE 20, M1 30, M2 15");
        assertThat(given(purchase, RuleDrafts.multiplier("M1", 200))).isEmpty();
    }

    @Test
    void multipliersOfAPartMultiplyItsShareAndHaveCapsAndGroupsOfTheirOwn() {
        PurchaseRecorded purchase = purchase("POS", null, line("TEA", "tea", 2_500), line("CUP", "ware", 7_500));

        assertThat(given(
                        purchase,
                        RuleDrafts.points("BASE", 1).group("BEST"),
                        RuleDrafts.multiplier("M1", 200).categories("tea").group("BEST"),
                        RuleDrafts.multiplier("M2", 1000).group("BEST").orderCap(7),
                        RuleDrafts.multiplier("M3", 101)))
                .isEqualTo("BASE 100, M1 25, M3 1");
    }

    @Test
    void theTierCountsOnceAndEachStepIsRoundedDown() {
        Occasion silver = new Occasion(purchase("POS", null, line("TEA", "tea", 1_199)), "C1", SILVER, null, SHANGHAI);

        assertThat(given(silver, RuleDrafts.points("BASE", 1), RuleDrafts.multiplier("M1", 150)))
                .isEqualTo("BASE 16, M1 8");
    }

    @Test
    void nothingIsTooLargeToBeWorkedOut() {
        PurchaseRecorded huge = purchase("POS", null, line("TEA", "tea", 1_000_000_000_000L));

        assertThat(given(
                        huge,
                        RuleDrafts.points("A1", 1_000_000_000L).per(1).fixed(1_000_000_000L),
                        RuleDrafts.multiplier("M1", 1000)))
                .isEqualTo("A1 1000000000, M1 1000000000");
    }

    @Test
    void capsOfADayAMonthAndAllAreKeptTogether() {
        RuleDrafts rule = RuleDrafts.points("A1", 1).dayCap(50).monthCap(120).memberCap(200);
        List<String> given = new ArrayList<>();
        for (String at : List.of(
                "2026-11-01T01:00:00Z",
                "2026-11-01T02:00:00Z",
                "2026-11-02T01:00:00Z",
                "2026-11-03T01:00:00Z",
                "2026-11-04T01:00:00Z",
                "2026-12-01T01:00:00Z",
                "2026-12-02T01:00:00Z",
                "2027-01-02T01:00:00Z")) {
            given.add(given(at(at, line("TEA", "tea", 4_000)), rule));
        }

        assertThat(given).containsExactly("A1 40", "A1 10", "A1 40", "A1 30", "", "A1 40", "A1 40", "");
    }

    /** New York: 1 November 2026 has 25 hours, 8 March 2026 has 23; Shanghai's year ends at 16:00 UTC. */
    @ParameterizedTest
    @CsvSource({
        "America/New_York, 2026-11-01T04:00:00Z, 2026-11-02T04:59:59Z, true",
        "America/New_York, 2026-11-01T03:59:59Z, 2026-11-01T04:00:00Z, false",
        "America/New_York, 2026-11-01T05:30:00Z, 2026-11-01T06:30:00Z, true",
        "America/New_York, 2026-11-02T04:59:59Z, 2026-11-02T05:00:00Z, false",
        "America/New_York, 2026-03-08T05:00:00Z, 2026-03-09T03:59:59Z, true",
        "America/New_York, 2026-03-09T03:59:59Z, 2026-03-09T04:00:00Z, false",
        "Asia/Shanghai, 2026-12-31T15:59:59Z, 2026-12-31T16:00:00Z, false",
        "Asia/Shanghai, 2026-12-30T16:00:00Z, 2026-12-31T15:59:59Z, true"
    })
    void aDayIsOneOfTheProgrammesZone(String zone, String one, String other, boolean same) {
        RuleDrafts rule = RuleDrafts.points("A1", 1).dayCap(10);
        ZoneId programmes = ZoneId.of(zone);

        assertThat(given(new Occasion(at(one, line("T", "", 1_000)), "C1", null, null, programmes), rule))
                .isEqualTo("A1 10");
        assertThat(given(new Occasion(at(other, line("T", "", 1_000)), "C1", null, null, programmes), rule))
                .isEqualTo(same ? "" : "A1 10");
    }

    @Test
    void monthsAndYearsEndInTheProgrammesZone() {
        RuleDrafts rule = RuleDrafts.points("A1", 1).monthCap(10);

        assertThat(given(at("2026-12-31T15:59:59Z", line("T", "", 1_000)), rule))
                .isEqualTo("A1 10");
        assertThat(given(at("2026-12-31T15:59:59Z", line("T", "", 1_000)), rule))
                .isEmpty();
        assertThat(given(at("2026-12-31T16:00:00Z", line("T", "", 1_000)), rule))
                .isEqualTo("A1 10");
    }

    @Test
    void aRuleThatCannotBeWorkedOutGivesNothingAndTheOthersGoOn() {
        RuleSet rules = new RuleSet(
                List.of(
                        RuleDrafts.points("BAD", 9)
                                .when("100 / (purchase.amountMinor - 1000) > 0")
                                .rule(),
                        RuleDrafts.points("GOOD", 1).rule()),
                CONDITIONS);

        RuleSet.Claims claims = rules.claims(occasion(purchase("POS", null, line("T", "", 1_000))));

        assertThat(claims.failed()).extracting(EarningRule::code).containsExactly("BAD");
        assertThat(claims.rules()).extracting(EarningRule::code).containsExactly("GOOD");
    }

    @Test
    void theOrderRulesAreReadInDoesNotMatter() {
        List<RuleDrafts> drafts = new ArrayList<>(List.of(
                RuleDrafts.points("A1", 1).group("G1"),
                RuleDrafts.points("B1", 1).group("G1"),
                RuleDrafts.points("C1", 2),
                RuleDrafts.multiplier("D1", 150),
                RuleDrafts.multiplier("E1", 200).group("G1"),
                RuleDrafts.multiplier("F1", 200).group("G1")));
        PurchaseRecorded purchase = purchase("POS", null, line("T", "", 1_234));
        Random random = new Random(7);
        for (int round = 0; round < 50; round++) {
            Collections.shuffle(drafts, random);
            assertThat(given(purchase, drafts.toArray(RuleDrafts[]::new))).isEqualTo("A1 12, C1 24, D1 18, E1 36");
        }
    }

    private String given(PurchaseRecorded purchase, RuleDrafts... drafts) {
        return given(occasion(purchase), drafts);
    }

    private String given(Occasion occasion, RuleDrafts... drafts) {
        RuleSet rules = new RuleSet(Stream.of(drafts).map(RuleDrafts::rule).toList(), CONDITIONS);
        return RuleSet.settle(rules.claims(occasion), room).stream()
                .map(grant -> grant.rule().code() + " " + grant.points())
                .collect(Collectors.joining(", "));
    }

    private static Occasion occasion(PurchaseRecorded purchase) {
        return new Occasion(purchase, purchase.number(), null, null, SHANGHAI);
    }

    private static PurchaseRecorded.Line line(String product, String category, long minor) {
        return new PurchaseRecorded.Line(1, product, category, BigDecimal.ONE, minor);
    }

    private static PurchaseRecorded purchase(String channel, String store, PurchaseRecorded.Line... lines) {
        return purchase(channel, store, "2026-11-20T03:15:00Z", lines);
    }

    private static PurchaseRecorded at(String at, PurchaseRecorded.Line... lines) {
        return purchase("POS", null, at, lines);
    }

    private static PurchaseRecorded purchase(String channel, String store, String at, PurchaseRecorded.Line... lines) {
        return new PurchaseRecorded(
                UUID.randomUUID(),
                "C1",
                channel,
                "O1",
                store,
                Instant.parse(at),
                "CNY",
                Stream.of(lines).mapToLong(PurchaseRecorded.Line::amountMinor).sum(),
                null,
                List.of(lines));
    }
}
