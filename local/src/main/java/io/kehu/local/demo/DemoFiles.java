package io.kehu.local.demo;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes the two demo files; the repository holds what this makes from the fixed seed. */
public final class DemoFiles {

    public static final long SEED = 20_261_121;

    private static final Charset SPREADSHEET = Charset.forName("GB18030");

    private final List<List<String>> customers;
    private final List<List<String>> purchases;

    public DemoFiles(long seed) {
        this.customers = new DemoCustomers(seed).rows();
        this.purchases = new DemoPurchases(seed, DemoCustomers.cards(customers)).rows();
    }

    /** In GB18030, as a Chinese spreadsheet program saves it. */
    public byte[] customers() {
        return csv(DemoCustomers.HEADER, customers).getBytes(SPREADSHEET);
    }

    public byte[] purchases() {
        return csv(DemoPurchases.HEADER, purchases).getBytes(StandardCharsets.UTF_8);
    }

    public void writeTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("customers.csv"), customers());
        Files.write(folder.resolve("purchases.csv"), purchases());
    }

    private static String csv(List<String> header, List<List<String>> rows) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord(header);
            rows.forEach(csv::writeRecord);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
