package io.kehu.local.demo;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.kehu.local.suite.KehuException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the export of a web shop: one row per order line, customer ids as decimals, returns as orders of their own whose number begins
 * with C or whose quantity is below zero. Every line becomes part of a sale or of a return, or is refused with a reason.
 */
final class RetailExport {

    static final String SYSTEM = "shop";

    private static final String CHANNEL = "WEB";
    private static final String CURRENCY = "GBP";
    private static final ZoneId ZONE = ZoneId.of("Europe/London");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final List<String> COLUMNS =
            List.of("InvoiceNo", "StockCode", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID");
    private static final int MOST_LINES = 500;

    private final Map<Integer, String> refused = new TreeMap<>();
    private final Map<String, List<Row>> saleRows = new LinkedHashMap<>();
    private final List<Row> returnRows = new ArrayList<>();
    private int lines;

    private RetailExport() {}

    /** One line, with its values understood. */
    record Row(
            int fileLine,
            String invoice,
            String product,
            BigDecimal quantity,
            long amountMinor,
            @Nullable String customer,
            LocalDateTime at) {}

    static ShopFile read(Path file) {
        RetailExport export = new RetailExport();
        export.readRows(file);
        List<Deal.Sale> sales = export.sales();
        List<Deal.Return> returns = new MatchReturns(CHANNEL, ZONE, sales).match(export.returnRows);
        return new ShopFile(export.lines, SYSTEM, sales, returns, export.refused);
    }

    private void readRows(Path file) {
        if (!Files.isReadable(file)) {
            throw new KehuException("Cannot read " + file + ".");
        }
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (NamedCsvRecord record : csv) {
                if (lines == 0 && !record.getHeader().containsAll(COLUMNS)) {
                    throw new KehuException(file + " needs the columns " + String.join(", ", COLUMNS) + ".");
                }
                lines++;
                take(record);
            }
        } catch (IOException | CsvParseException e) {
            throw new KehuException(file + " is not a CSV file in UTF-8: " + e.getMessage(), e);
        }
    }

    private void take(NamedCsvRecord record) {
        int fileLine = (int) record.getStartingLineNumber();
        try {
            Row row = row(record, fileLine);
            if (row.invoice().isEmpty() || row.product().isEmpty()) {
                refused.put(fileLine, "order or product missing");
            } else if (row.quantity().signum() == 0) {
                refused.put(fileLine, "quantity is zero");
            } else if (row.amountMinor() < 0 && row.quantity().signum() > 0) {
                refused.put(fileLine, "price below zero");
            } else if (row.quantity().signum() < 0 || row.invoice().startsWith("C")) {
                returnRows.add(row);
            } else {
                saleRows.computeIfAbsent(row.invoice(), no -> new ArrayList<>()).add(row);
            }
        } catch (NumberFormatException | ArithmeticException e) {
            refused.put(fileLine, "quantity or price is not a number");
        } catch (DateTimeParseException e) {
            refused.put(fileLine, "date is not one");
        }
    }

    private static Row row(NamedCsvRecord record, int fileLine) {
        BigDecimal quantity = new BigDecimal(text(record, "Quantity"));
        BigDecimal price = new BigDecimal(text(record, "UnitPrice"));
        return new Row(
                fileLine,
                text(record, "InvoiceNo"),
                text(record, "StockCode"),
                quantity,
                quantity.multiply(price)
                        .movePointRight(2)
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValueExact(),
                customer(text(record, "CustomerID")),
                LocalDateTime.parse(text(record, "InvoiceDate"), TIME));
    }

    private static String text(NamedCsvRecord record, String column) {
        return record.findField(column).orElse("").strip();
    }

    /** Ids that went through a spreadsheet or a data frame end in {@code .0}. */
    private static @Nullable String customer(String id) {
        return id.isEmpty() ? null : id.replaceAll("\\.0+$", "");
    }

    /** Rows of an order stand all over the file; an order of several customers or of too many lines becomes several. */
    private List<Deal.Sale> sales() {
        List<Deal.Sale> sales = new ArrayList<>();
        saleRows.forEach((invoice, rows) -> {
            Map<String, List<Row>> parts = new LinkedHashMap<>();
            rows.forEach(row -> parts.computeIfAbsent(String.valueOf(row.customer()), customer -> new ArrayList<>())
                    .add(row));
            int part = 0;
            for (List<Row> same : parts.values()) {
                for (int from = 0; from < same.size(); from += MOST_LINES) {
                    part++;
                    String no = part == 1 ? invoice : invoice + "/" + part;
                    sales.add(sale(no, same.subList(from, Math.min(from + MOST_LINES, same.size()))));
                }
            }
        });
        sales.sort(Comparator.comparing(Deal.Sale::occurredAt).thenComparing(Deal.Sale::no));
        return sales;
    }

    private static Deal.Sale sale(String no, List<Row> rows) {
        List<Deal.Line> lines = new ArrayList<>();
        for (Row row : rows) {
            lines.add(new Deal.Line(
                    lines.size() + 1, row.product(), null, row.quantity(), row.amountMinor(), List.of(row.fileLine())));
        }
        Row first = rows.getFirst();
        return new Deal.Sale(
                CHANNEL, no, null, first.customer(), first.at().atZone(ZONE).toInstant(), CURRENCY, lines);
    }
}
