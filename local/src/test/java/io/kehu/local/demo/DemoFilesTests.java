package io.kehu.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The two files of the demo are what the generator makes, and as messy as promised. */
class DemoFilesTests {

    private static final Path FOLDER = Path.of("../docs/demo");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 21);

    private final DemoFiles files = new DemoFiles(DemoFiles.SEED);

    @Test
    void theRepositoryHoldsWhatTheGeneratorMakes() throws IOException {
        assertThat(Files.readAllBytes(FOLDER.resolve("customers.csv"))).isEqualTo(files.customers());
        assertThat(Files.readAllBytes(FOLDER.resolve("purchases.csv"))).isEqualTo(files.purchases());
    }

    @Test
    void anotherSeedMakesOtherFiles() {
        assertThat(new DemoFiles(1).customers()).isNotEqualTo(files.customers());
    }

    @Test
    void customersLookLikeSpreadsheetsReallyLook() {
        List<String> lines = new String(files.customers(), Charset.forName("GB18030"))
                .lines()
                .toList();

        assertThat(lines).hasSize(2_001);
        assertThat(lines).filteredOn(line -> line.contains("补录")).hasSize(60);
        assertThat(lines).anyMatch(line -> line.matches(".*,[０-９]{11},.*"));
        assertThat(lines).anyMatch(line -> line.contains("1.38E+10"));
        assertThat(lines).anyMatch(line -> line.contains("+86 1"));
        assertThat(lines).anyMatch(line -> line.contains("O'Neil"));
        assertThat(lines).anyMatch(line -> line.contains("Søren"));
    }

    @Test
    void fiveThousandDealsAndRefundsAmongThem() {
        ShopFile deals = DemoPurchaseFile.read(FOLDER.resolve("purchases.csv"), DAY);

        assertThat(deals.sales()).hasSize(4_750);
        assertThat(deals.returns()).hasSize(250);
        assertThat(deals.sales()).filteredOn(sale -> sale.buyer() == null).isNotEmpty();
        assertThat(deals.sales())
                .allMatch(sale -> !sale.occurredAt()
                        .isAfter(DAY.plusDays(1).atStartOfDay().toInstant(java.time.ZoneOffset.UTC)));
    }
}
