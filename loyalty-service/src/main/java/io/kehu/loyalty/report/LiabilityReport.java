package io.kehu.loyalty.report;

import io.kehu.loyalty.program.Program;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What came to points in a period, by the month they were earned in.
 *
 * @param from first month, such as {@code 2026-01}
 * @param to last month
 * @param pointValueMinor what a point is worth, in minor units
 * @param redemptionRate share of points expected to be redeemed
 * @param months oldest first
 * @param total of all months
 * @param ledgerPoints points of all members by the postings of the ledger at the end of the period
 * @param owed points members owe at the end of the period, which no lot has
 * @param agrees whether the closing of all months is what the ledger says
 * @param closed who closed the last month; missing when it is not closed. Values are those that were signed then
 */
record LiabilityReport(
        String program,
        String from,
        String to,
        BigDecimal pointValueMinor,
        BigDecimal redemptionRate,
        List<LiabilityMonth> months,
        LiabilityMonth total,
        long ledgerPoints,
        long owed,
        boolean agrees,
        @Nullable LiabilityClosed closed) {

    /**
     * Two persons' word for a month.
     *
     * @param by who proposed it
     * @param signedBy who signed it
     * @param at when it was signed
     * @param hash SHA-256 of what was signed
     */
    record LiabilityClosed(String by, String signedBy, Instant at, String hash) {

        static LiabilityClosed of(LiabilityClose close) {
            return new LiabilityClosed(
                    close.proposedBy(),
                    Objects.requireNonNull(close.decidedBy()),
                    Objects.requireNonNull(close.decidedAt()),
                    Objects.requireNonNull(close.hash()));
        }
    }

    static LiabilityReport of(
            Program program,
            YearMonth from,
            YearMonth to,
            List<Cohort> cohorts,
            LiabilityQuery.Ledger ledger,
            @Nullable LiabilityClose closed) {
        Program.Worth worth = closed == null ? program.worth() : closed.worth();
        StandAlonePrice price = new StandAlonePrice(worth.pointValueMinor(), worth.redemptionRate());
        Map<String, LiabilityMonth> signed = closed == null
                ? Map.of()
                : closed.months().stream().collect(Collectors.toMap(LiabilityMonth::month, Function.identity()));
        List<LiabilityMonth> months = cohorts.stream()
                .map(cohort -> LiabilityMonth.of(cohort, price))
                .map(month -> month.valuedAs(signed.getOrDefault(month.month(), month)))
                .toList();
        LiabilityMonth total = months.stream().reduce(LiabilityMonth.NONE, LiabilityMonth::plus);
        return new LiabilityReport(
                program.code(),
                from.toString(),
                to.toString(),
                worth.pointValueMinor(),
                worth.redemptionRate(),
                months,
                total,
                ledger.points(),
                ledger.owed(),
                total.closing() == ledger.points(),
                closed == null ? null : LiabilityClosed.of(closed));
    }
}
