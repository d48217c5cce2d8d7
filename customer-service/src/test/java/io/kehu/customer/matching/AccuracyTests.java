package io.kehu.customer.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.customer.matching.GeneratedStock.Figures;
import io.kehu.customer.matching.model.FieldModel;
import io.kehu.customer.matching.model.FieldModel.Role;
import io.kehu.customer.matching.model.IdentifierComparison;
import io.kehu.customer.matching.model.TextComparison;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much of what is known is found, and how much of what is found is right; nobody tells the matcher anything. */
class AccuracyTests {

    @ParameterizedTest
    @CsvSource({"5000, 0.1, 1", "5000, 0.15, 2", "15000, 0.15, 3"})
    void chinesePersonsAreFoundInMiddleNoise(int persons, double noise, long seed) {
        Figures figures = ChinesePersons.of(persons, 0.15, noise, seed).match(new Random(seed));

        report("chinese " + persons + " noise " + noise, figures);
        assertThat(figures.precision()).isGreaterThanOrEqualTo(0.98);
        assertThat(figures.recall()).isGreaterThanOrEqualTo(0.95);
    }

    @ParameterizedTest
    @CsvSource({"5000, 0.1, 6", "10000, 0.15, 7"})
    void widerRecordsAreFoundAsWell(int persons, double noise, long seed) {
        Figures figures =
                ChinesePersons.ofWideRecords(persons, 0.15, noise, seed).match(new Random(seed));

        report("chinese, wide " + persons + " noise " + noise, figures);
        assertThat(figures.precision()).isGreaterThanOrEqualTo(0.98);
        assertThat(figures.recall()).isGreaterThanOrEqualTo(0.95);
    }

    @ParameterizedTest
    @CsvSource({"3000, 600, 2, 4", "4000, 2000, 4, 5"})
    void foreignPersonsAreFoundInMiddleNoise(int originals, int doubles, int errors, long seed) {
        Figures figures = ForeignPersons.of(originals, doubles, errors, seed).match(new Random(seed));

        report("foreign " + originals + " errors " + errors, figures);
        assertThat(figures.precision()).isGreaterThanOrEqualTo(0.98);
        assertThat(figures.recall()).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void familiesWithoutDoublesStayFamilies() {
        Figures chinese = ChinesePersons.of(8_000, 0, 0, 11).match(new Random(11));
        Figures foreign = ForeignPersons.of(4_000, 0, 0, 12).match(new Random(12));
        Figures wide = ChinesePersons.ofWideRecords(6_000, 0, 0, 13).match(new Random(13));

        report("chinese families", chinese);
        report("foreign families", foreign);
        report("chinese families, wide", wide);
        assertThat(chinese.households()).isLessThanOrEqualTo(5);
        assertThat(foreign.households()).isLessThanOrEqualTo(5);
        assertThat(wide.households()).isLessThanOrEqualTo(5);
        assertThat(chinese.outcome().pairs()).hasSizeLessThan(30);
        assertThat(wide.outcome().pairs()).hasSizeLessThan(30);
        assertThat(foreign.outcome().pairs()).hasSizeLessThan(30);
    }

    @Test
    void theSameStockGivesTheSameResult() {
        Figures once = ChinesePersons.of(2_000, 0.2, 0.2, 21).match(new Random(5));
        Figures again = ChinesePersons.of(2_000, 0.2, 0.2, 21).match(new Random(5));

        assertThat(again.outcome()).isEqualTo(once.outcome());
    }

    @Test
    void worksAreMatchedAsWellAsPersons() {
        List<FieldModel> fields = List.of(
                new FieldModel("title", new TextComparison(), Role.OTHER),
                new FieldModel("author", new TextComparison(), Role.OTHER),
                new FieldModel("isbn", new IdentifierComparison(), Role.OTHER));
        GeneratedStock stock = new GeneratedStock(fields);
        Random random = new Random(31);
        String[] words =
                "time sea war love night house river king stone wind garden winter light road memory silence fire star"
                        .split(" ");
        for (int work = 0; work < 3_000; work++) {
            StringBuilder title = new StringBuilder();
            for (int i = 0; i < 3 + random.nextInt(3); i++) {
                title.append(words[random.nextInt(words.length)]).append(i == 0 ? " of " : " ");
            }
            String author = "author" + (char) ('a' + random.nextInt(26)) + random.nextInt(300) + " "
                    + (char) ('a' + random.nextInt(26));
            String isbn = "978%010d".formatted(random.nextInt(Integer.MAX_VALUE));
            stock.add(new GeneratedStock.Row(
                    work, -work, List.of(List.of(title.toString()), List.of(author), List.of(isbn))));
            if (work % 5 == 0) {
                String other =
                        title.deleteCharAt(random.nextInt(title.length())).toString();
                List<String> noIsbn = work % 2 == 0 ? List.of() : List.of(isbn);
                stock.add(new GeneratedStock.Row(work, -work, List.of(List.of(other), List.of(author), noIsbn)));
            }
        }

        Figures figures = stock.match(random);

        report("works", figures);
        assertThat(figures.precision()).isGreaterThanOrEqualTo(0.98);
        assertThat(figures.recall()).isGreaterThanOrEqualTo(0.95);
    }

    /** The figures of the decision record are read from here. */
    private static void report(String what, Figures figures) {
        System.out.printf(
                "%s: precision %.4f recall %.4f households %d pairs %d candidates %d prior %.2e%n",
                what,
                figures.precision(),
                figures.recall(),
                figures.households(),
                figures.outcome().pairs().size(),
                figures.candidates(),
                figures.outcome().parameters().prior());
    }
}
