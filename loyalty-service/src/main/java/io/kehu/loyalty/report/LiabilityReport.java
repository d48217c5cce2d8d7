package io.kehu.loyalty.report;

import io.kehu.loyalty.program.Program;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;

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
        boolean agrees) {

    static LiabilityReport of(
            Program program, YearMonth from, YearMonth to, List<Cohort> cohorts, LiabilityQuery.Ledger ledger) {
        StandAlonePrice price = new StandAlonePrice(
                program.worth().pointValueMinor(), program.worth().redemptionRate());
        List<LiabilityMonth> months =
                cohorts.stream().map(cohort -> LiabilityMonth.of(cohort, price)).toList();
        LiabilityMonth total = months.stream().reduce(LiabilityMonth.NONE, LiabilityMonth::plus);
        return new LiabilityReport(
                program.code(),
                from.toString(),
                to.toString(),
                program.worth().pointValueMinor(),
                program.worth().redemptionRate(),
                months,
                total,
                ledger.points(),
                ledger.owed(),
                total.closing() == ledger.points());
    }
}
