package io.kehu.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.local.suite.KehuException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real shop's export is understood line by line, and no line is lost. */
class RetailExportTests {

    private static final String HEADER =
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

    @TempDir
    private Path folder;

    @Test
    void rowsOfAnOrderBecomeOneSaleWhereverTheyStand() throws IOException {
        ShopFile file = read("""
                1,A,x,2,2011-10-06 16:20:00,4.15,12923.0,UK
                2,B,x,1,2011-10-06 17:00:00,0.0,15594.0,UK
                1,B,x,3,2011-10-06 16:20:00,0.333,12923.0,UK
                """);

        assertThat(file.sales()).hasSize(2);
        Deal.Sale first = file.sales().getFirst();
        assertThat(first.buyer()).isEqualTo("12923");
        assertThat(first.occurredAt()).isEqualTo(Instant.parse("2011-10-06T15:20:00Z"));
        assertThat(first.lines()).extracting(Deal.Line::amountMinor).containsExactly(830L, 100L);
        assertThat(first.lines()).extracting(Deal.Line::lineNo).containsExactly(1, 2);
        assertThat(file.sales().get(1).amountMinor()).isZero();
    }

    @Test
    void aReturnTakesTheLatestSalesOfTheSameCustomerAndProductAndTheRestIsParked() throws IOException {
        ShopFile file = read("""
                1,A,x,2,2011-10-01 10:00:00,5.00,7.0,UK
                2,A,x,3,2011-10-02 10:00:00,4.00,7.0,UK
                3,A,x,9,2011-10-09 10:00:00,4.00,7.0,UK
                4,A,x,9,2011-10-01 10:00:00,4.00,8.0,UK
                C5,A,x,-6,2011-10-03 10:00:00,4.00,7.0,UK
                """);

        assertThat(file.returns()).hasSize(3);
        Deal.Return latest = file.returns().getFirst();
        assertThat(latest.orderNo()).isEqualTo("2");
        assertThat(latest.lines().getFirst().quantity()).isEqualByComparingTo("3");
        assertThat(latest.amountMinor()).isEqualTo(1_200);
        assertThat(file.returns().get(1).orderNo()).isEqualTo("1");
        assertThat(file.returns().get(1).lines().getFirst().quantity()).isEqualByComparingTo("2");
        Deal.Return rest = file.returns().get(2);
        assertThat(rest.orderNo()).isEqualTo("unknown-C5");
        assertThat(rest.lines().getFirst().quantity()).isEqualByComparingTo(BigDecimal.ONE);
        assertThat(fileLines(file)).isEqualTo(Set.of(2, 3, 4, 5, 6));
    }

    @Test
    void noMoreIsPaidBackThanWasPaid() throws IOException {
        ShopFile file = read("""
                1,A,x,2,2011-10-01 10:00:00,5.00,7.0,UK
                C2,A,x,-2,2011-10-03 10:00:00,9.00,7.0,UK
                """);

        assertThat(file.returns())
                .singleElement()
                .satisfies(given -> assertThat(given.amountMinor()).isEqualTo(1_000));
    }

    @Test
    void twoReturnLinesOfOneSaleLineBecomeOne() throws IOException {
        ShopFile file = read("""
                1,A,x,5,2011-10-01 10:00:00,5.00,7.0,UK
                C2,A,x,-2,2011-10-03 10:00:00,5.00,7.0,UK
                C2,A,x,-1,2011-10-03 10:00:00,5.00,7.0,UK
                """);

        Deal.Return given = file.returns().getFirst();
        assertThat(given.lines()).singleElement().satisfies(line -> {
            assertThat(line.quantity()).isEqualByComparingTo("3");
            assertThat(line.fileLines()).containsExactly(3, 4);
        });
    }

    @Test
    void anOrderOfTwoCustomersBecomesTwoSales() throws IOException {
        ShopFile file = read("""
                1,A,x,1,2011-10-01 10:00:00,5.00,7.0,UK
                1,B,x,1,2011-10-01 10:00:00,5.00,,UK
                """);

        assertThat(file.sales()).extracting(Deal.Sale::no).containsExactly("1", "1/2");
        assertThat(file.sales()).extracting(Deal.Sale::buyer).containsExactly("7", null);
    }

    @Test
    void linesThatSayNothingUsableAreNamedWithTheirReason() throws IOException {
        ShopFile file = read("""
                1,A,x,one,2011-10-01 10:00:00,5.00,7.0,UK
                1,A,x,1,01/10/2011,5.00,7.0,UK
                1,A,x,0,2011-10-01 10:00:00,5.00,7.0,UK
                1,A,x,1,2011-10-01 10:00:00,-5.00,7.0,UK
                ,A,x,1,2011-10-01 10:00:00,5.00,7.0,UK
                """);

        assertThat(file.refused())
                .isEqualTo(Map.of(
                        2, "quantity or price is not a number",
                        3, "date is not one",
                        4, "quantity is zero",
                        5, "price below zero",
                        6, "order or product missing"));
    }

    @Test
    void aFileOfAnotherShapeIsRefusedInOneSentence() throws IOException {
        Path other = Files.writeString(folder.resolve("other.csv"), "a,b\n1,2\n");

        assertThatThrownBy(() -> RetailExport.read(other))
                .isInstanceOf(KehuException.class)
                .hasMessageContaining("needs the columns InvoiceNo");
        assertThatThrownBy(() -> RetailExport.read(folder.resolve("none.csv")))
                .isInstanceOf(KehuException.class)
                .hasMessageContaining("Cannot read");
    }

    @Test
    void theAccountCoversEveryLineOrSaysSo() throws IOException {
        ShopFile file = read("1,A,x,1,2011-10-01 10:00:00,5.00,7.0,UK\n1,A,x,0,2011-10-01 10:00:00,5.00,7.0,UK\n");
        Deal sale = file.sales().getFirst();

        LineAccount whole = new LineAccount(file, Map.of(sale, new TradeStep.Result("PARKED", null, "NO_CUSTOMER")));

        whole.mustCover(2);
        assertThat(whole.counts()).isEqualTo(Map.of("sale PARKED NO_CUSTOMER", 1, "not taken: quantity is zero", 1));
        assertThatThrownBy(() -> new LineAccount(file, Map.of()).mustCover(2)).isInstanceOf(KehuException.class);
    }

    private ShopFile read(String rows) throws IOException {
        Path file = folder.resolve("export.csv");
        Files.writeString(file, HEADER + rows, StandardCharsets.UTF_8);
        return RetailExport.read(file);
    }

    private static Set<Integer> fileLines(ShopFile file) {
        Set<Integer> lines = new HashSet<>();
        List<Deal> deals = new java.util.ArrayList<>(file.sales());
        deals.addAll(file.returns());
        deals.forEach(deal -> deal.lines().forEach(line -> lines.addAll(line.fileLines())));
        return lines;
    }
}
