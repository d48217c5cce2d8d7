package io.kehu.loyalty.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** The report as a file: a row per month, the total, and what the ledger says. Every cell is our own; none can be a formula. */
final class LiabilityFile {

    private static final List<String> ENGLISH = List.of(
            "Earned in",
            "Opening",
            "Issued",
            "Imported",
            "Redeemed",
            "Expired",
            "Reversed",
            "Repaid",
            "Adjusted",
            "Closing",
            "Sales",
            "Deferred",
            "Liability");
    private static final List<String> CHINESE =
            List.of("获得月份", "期初", "发放", "迁入", "使用", "到期", "收回", "抵扣欠分", "调整", "期末", "销售额", "递延收入", "负债");

    private LiabilityFile() {}

    static byte[] csv(LiabilityReport report, Locale language) {
        StringWriter text = new StringWriter();
        text.write('\uFEFF');
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord(headings(language));
            for (LiabilityMonth month : rows(report)) {
                List<String> cells = new ArrayList<>(List.of(name(month, language)));
                points(month).forEach(points -> cells.add(points.toString()));
                money(month).forEach(amount -> cells.add(amount.toPlainString()));
                csv.writeRecord(cells);
            }
            csv.writeRecord(ledgerNote(language), String.valueOf(report.ledgerPoints()));
            csv.writeRecord(owedNote(language), String.valueOf(report.owed()));
            if (report.closed() != null) {
                csv.writeRecord(closedNote(report.closed(), language));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] xlsx(LiabilityReport report, Locale language) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(bytes, "Kehu", "1.0")) {
            Worksheet sheet = workbook.newWorksheet(report.from() + " " + report.to());
            sheet.freezePane(0, 1);
            List<String> headings = headings(language);
            for (int column = 0; column < headings.size(); column++) {
                sheet.value(0, column, headings.get(column));
                sheet.style(0, column).bold().set();
            }
            int line = 1;
            for (LiabilityMonth month : rows(report)) {
                sheet.value(line, 0, name(month, language));
                int column = 1;
                for (Long points : points(month)) {
                    sheet.value(line, column++, points);
                }
                for (BigDecimal amount : money(month)) {
                    sheet.value(line, column, amount);
                    sheet.style(line, column++).format("#,##0.00").set();
                }
                line++;
            }
            sheet.value(line, 0, ledgerNote(language));
            sheet.value(line, 1, report.ledgerPoints());
            sheet.value(line + 1, 0, owedNote(language));
            sheet.value(line + 1, 1, report.owed());
            if (report.closed() != null) {
                List<String> cells = closedNote(report.closed(), language);
                for (int column = 0; column < cells.size(); column++) {
                    sheet.value(line + 2, column, cells.get(column));
                }
            }
            sheet.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static List<LiabilityMonth> rows(LiabilityReport report) {
        List<LiabilityMonth> rows = new ArrayList<>(report.months());
        rows.add(report.total());
        return rows;
    }

    private static List<Long> points(LiabilityMonth month) {
        return List.of(
                month.opening(),
                month.issued(),
                month.imported(),
                month.redeemed(),
                month.expired(),
                month.reversed(),
                month.repaid(),
                month.adjusted(),
                month.closing());
    }

    /** In major units. */
    private static List<BigDecimal> money(LiabilityMonth month) {
        return List.of(
                BigDecimal.valueOf(month.salesMinor(), 2),
                BigDecimal.valueOf(month.deferredMinor(), 2),
                BigDecimal.valueOf(month.liabilityMinor(), 2));
    }

    private static List<String> headings(Locale language) {
        return isChinese(language) ? CHINESE : ENGLISH;
    }

    private static String name(LiabilityMonth month, Locale language) {
        if (!month.month().equals(LiabilityMonth.NONE.month())) {
            return month.month();
        }
        return isChinese(language) ? "合计" : "Total";
    }

    private static String ledgerNote(Locale language) {
        return isChinese(language) ? "账本积分余额" : "Points by the ledger";
    }

    private static String owedNote(Locale language) {
        return isChinese(language) ? "会员所欠积分" : "Points members owe";
    }

    /** Who proposed, who signed, when, and the hash. */
    private static List<String> closedNote(LiabilityReport.LiabilityClosed closed, Locale language) {
        return List.of(
                isChinese(language) ? "提出与签署" : "Proposed and signed",
                closed.by(),
                closed.signedBy(),
                closed.at().toString(),
                closed.hash());
    }

    private static boolean isChinese(Locale language) {
        return language.getLanguage().equals(Locale.CHINESE.getLanguage());
    }
}
