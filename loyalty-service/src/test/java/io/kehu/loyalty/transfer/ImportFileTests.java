package io.kehu.loyalty.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.loyalty.transfer.ImportFile.Column;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a file of points, and what is none. */
class ImportFileTests {

    private static final String HEADER = "number,points,earnedOn,expiresOn,reference";

    @ParameterizedTest
    @ValueSource(
            strings = {
                HEADER + "\nC1000,5,2025-01-01,,A-1\n",
                HEADER + "\r\nC1000,5,2025-01-01,,A-1",
                "\uFEFF" + HEADER + "\nC1000,5,2025-01-01,,A-1\n",
                "\uFEFF\"number\",points,earnedOn,expiresOn,reference\nC1000,5,2025-01-01,,\"A-1\"\n",
                "reference, expiresOn ,earnedOn,points,number\nA-1,, 2025-01-01 ,5,C1000\n\n"
            })
    void rowsAreReadBelowTheirHeadings(String text) throws IOException {
        assertThat(read(text)).singleElement().satisfies(line -> {
            assertThat(line.position()).isEqualTo(2);
            assertThat(line.values())
                    .containsEntry(Column.NUMBER, "C1000")
                    .containsEntry(Column.POINTS, "5")
                    .containsEntry(Column.EARNED_ON, "2025-01-01")
                    .containsEntry(Column.EXPIRES_ON, "")
                    .containsEntry(Column.REFERENCE, "A-1")
                    .doesNotContainKey(Column.SPENDABLE_ON);
        });
    }

    @Test
    void aRowSaysOnWhichLineItIs() throws IOException {
        String text = HEADER + "\n\nC1000,5,2025-01-01,,\"A\n1\"\nC1000,5,2025-01-01,,A-2,more\n1,2\n";

        List<ImportFile.Line> lines = read(text);

        assertThat(lines).extracting(ImportFile.Line::position).containsExactly(3, 5, 6);
        assertThat(lines.getFirst().values()).containsEntry(Column.REFERENCE, "A\n1");
        assertThat(lines.get(1).values()).isNull();
        assertThat(lines.get(1).cells()).hasSize(6);
        assertThat(lines.get(2).values()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C1000,5,2025-01-01,,A-1\n",
                "number,points,earnedOn,reference\nC1000,5,2025-01-01,A-1\n",
                "number,points,earnedOn,expiresOn,reference,name\nC1000,5,2025-01-01,,A-1,Li\n",
                "number,points,points,earnedOn,expiresOn,reference\nC1000,5,5,2025-01-01,,A-1\n",
                "number;points;earnedOn;expiresOn;reference\nC1000;5;2025-01-01;;A-1\n"
            })
    void theHeaderHasToSayWhatIsWhat(String text) {
        refused(text.getBytes(StandardCharsets.UTF_8), "import-header");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", HEADER, HEADER + "\n", "\uFEFF" + HEADER + "\r\n\r\n"})
    void aFileWithoutRowsIsRefused(String text) {
        refused(text.getBytes(StandardCharsets.UTF_8), "import-empty");
    }

    @Test
    void otherEncodingsAreRefused() {
        String text = HEADER + "\nC1000,5,2025-01-01,,旧系统-1\n";

        refused(text.getBytes(Charset.forName("GBK")), "import-encoding");
        refused(text.getBytes(StandardCharsets.UTF_16), "import-encoding");
    }

    @Test
    void aQuotationMarkThatIsNotClosedDoesNotEatTheFile() {
        String text = HEADER + "\nC1000,5,2025-01-01,,\"A-1\n" + "C1000,5,2025-01-01,,A-2\n".repeat(10_000);

        refused(text.getBytes(StandardCharsets.UTF_8), "import-row");
    }

    @Test
    void asManyRowsAsAreAllowedAreReadInBatches() throws IOException {
        AtomicInteger rows = new AtomicInteger();

        ImportFile.read(rows(ImportFile.MOST_ROWS), batch -> {
            assertThat(batch).hasSizeLessThanOrEqualTo(1_000);
            rows.addAndGet(batch.size());
        });

        assertThat(rows).hasValue(ImportFile.MOST_ROWS);
        assertThatThrownBy(() -> ImportFile.read(rows(ImportFile.MOST_ROWS + 1), batch -> {}))
                .isInstanceOf(ProblemException.class);
    }

    private static InputStream rows(int count) {
        return new SequenceInputStream(
                stream((HEADER + "\n").getBytes(StandardCharsets.UTF_8)),
                stream("C1000,5,2025-01-01,,A-1\n".repeat(count).getBytes(StandardCharsets.UTF_8)));
    }

    private static void refused(byte[] bytes, String code) {
        assertThatThrownBy(() -> ImportFile.read(stream(bytes), batch -> {}))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem)
                                .hasFieldOrPropertyWithValue("errors", List.of(new FieldProblem("", code))));
    }

    private static List<ImportFile.Line> read(String text) throws IOException {
        List<ImportFile.Line> lines = new ArrayList<>();
        ImportFile.read(stream(text.getBytes(StandardCharsets.UTF_8)), lines::addAll);
        return lines;
    }

    private static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }
}
