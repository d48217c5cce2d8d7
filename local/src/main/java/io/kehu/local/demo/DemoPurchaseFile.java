package io.kehu.local.demo;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.kehu.local.suite.KehuException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code docs/demo/purchases.csv}, whose dates count back from the day of the first demo. */
final class DemoPurchaseFile {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final String SYSTEM = "legacy-card";

    private DemoPurchaseFile() {}

    /** @param anchor the day "0 days ago" */
    static ShopFile read(Path file, LocalDate anchor) {
        Map<String, List<NamedCsvRecord>> deals = new LinkedHashMap<>();
        int lines = 0;
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (NamedCsvRecord row : csv) {
                lines++;
                deals.computeIfAbsent(row.getField("类型") + row.getField("单号"), key -> new ArrayList<>())
                        .add(row);
            }
        } catch (IOException e) {
            throw new KehuException("Cannot read " + file + ".", e);
        }
        List<Deal.Sale> sales = new ArrayList<>();
        List<Deal.Return> returns = new ArrayList<>();
        for (List<NamedCsvRecord> rows : deals.values()) {
            NamedCsvRecord first = rows.getFirst();
            List<Deal.Line> positions =
                    rows.stream().map(DemoPurchaseFile::line).toList();
            if (first.getField("类型").equals("退货")) {
                returns.add(new Deal.Return(
                        first.getField("渠道"),
                        first.getField("单号"),
                        first.getField("原单号"),
                        time(first, anchor),
                        positions));
            } else {
                sales.add(new Deal.Sale(
                        first.getField("渠道"),
                        first.getField("单号"),
                        orNull(first.getField("门店")),
                        orNull(first.getField("会员卡号")),
                        time(first, anchor),
                        first.getField("币种"),
                        positions));
            }
        }
        return new ShopFile(lines, SYSTEM, sales, returns, Map.of());
    }

    private static Deal.Line line(NamedCsvRecord row) {
        return new Deal.Line(
                Integer.parseInt(row.getField("行号")),
                row.getField("商品"),
                row.getField("品类"),
                new BigDecimal(row.getField("数量")),
                new BigDecimal(row.getField("金额")).movePointRight(2).longValueExact(),
                List.of((int) row.getStartingLineNumber()));
    }

    private static Instant time(NamedCsvRecord row, LocalDate anchor) {
        return anchor.minusDays(Long.parseLong(row.getField("几天前")))
                .atTime(LocalTime.parse(row.getField("时间")))
                .atZone(ZONE)
                .toInstant();
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
