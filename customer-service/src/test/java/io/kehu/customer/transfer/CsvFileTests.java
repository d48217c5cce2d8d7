package io.kehu.customer.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text files of all habits, the broken ones too. */
class CsvFileTests {

    private static final String TABLE = "姓名,手机\n张三,13800138000\n李四,13800138001\n";

    private record Read(FileShape shape, List<FileRow> rows) {

        List<List<String>> fields() {
            return rows.stream().map(FileRow::fields).toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"UTF-8, UTF-8", "GB18030, GB18030", "UTF-16, UTF-16", "x-UTF-16LE-BOM, UTF-16"})
    void anEncodingIsFoundByReadingTheFile(String written, String found) throws IOException {
        Read read = read(TABLE.getBytes(Charset.forName(written)));

        assertThat(read.shape().encoding().name()).isEqualTo(found);
        assertThat(read.fields()).containsExactly(List.of("张三", "13800138000"), List.of("李四", "13800138001"));
    }

    @Test
    void rareCharactersOfFourBytesSurvive() throws IOException {
        String rare = "𠮷𡈽㐂";
        Read read = read(("姓名\n" + rare + "\n䶮\n").getBytes(Charset.forName("GB18030")));

        assertThat(read.fields()).containsExactly(List.of(rare), List.of("䶮"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sep=;\n姓名;手机\n张,三;1\n", "\"sep=;\"\r\n姓名;手机\r\n张,三;1", "姓名;手机;\n张,三;1;\n"})
    void theSeparatorIsSaidOrSeen(String file) throws IOException {
        Read read = read(file.getBytes(StandardCharsets.UTF_8));

        assertThat(read.shape().delimiter()).isEqualTo(';');
        assertThat(read.rows().getFirst().fields()).startsWith("张,三", "1");
    }

    @Test
    void aSeparatorLineOfItsOwnSeparatorIsNoHeader() throws IOException {
        for (String separator : List.of(",", "\t", "|")) {
            Read read = read(("sep=" + separator + "\na" + separator + "b\n1" + separator + "2\n")
                    .getBytes(StandardCharsets.UTF_8));
            assertThat(read.shape().columns()).containsExactly("a", "b");
            assertThat(read.fields()).containsExactly(List.of("1", "2"));
        }
    }

    @Test
    void lineEndsMayBeMixedAndBlankRowsAreNotCounted() throws IOException {
        Read read = read("a,b\r\n1,2\n\n3,4\r,\r\n \t,  \n\"x\ry\",6".getBytes(StandardCharsets.UTF_8));

        assertThat(read.fields()).containsExactly(List.of("1", "2"), List.of("3", "4"), List.of("x\ry", "6"));
        assertThat(read.rows()).extracting(FileRow::number).containsExactly(1, 2, 3);
    }

    @Test
    void aBrokenQuoteCostsItsOwnLineOnly() throws IOException {
        String file = "a,b\n1,2\n\"张三,5\n3,4\n\"x\"y,6\n\"multi\nline\",7\n8,\"never closed\n9,10\n";

        Read read = read(file.getBytes(StandardCharsets.UTF_8));

        assertThat(read.fields())
                .containsExactly(
                        List.of("1", "2"),
                        List.of("\"张三", "5"),
                        List.of("3", "4"),
                        List.of("\"x\"y", "6"),
                        List.of("multi\nline", "7"),
                        List.of("8", "\"never closed"),
                        List.of("9", "10"));
        assertThat(read.rows())
                .filteredOn(row -> CsvFile.BROKEN_QUOTE.equals(row.fault()))
                .extracting(FileRow::number)
                .containsExactly(2, 4, 6);
    }

    @Test
    void aQuoteThatIsNeverClosedInALongFileCostsItsOwnLineOnly() throws IOException {
        StringBuilder file = new StringBuilder("a,b\n\"open,1\n");
        for (int i = 0; i < 300_000; i++) {
            file.append("x").append(i).append(",y\n");
        }
        Read read = read(file.toString().getBytes(StandardCharsets.UTF_8));

        assertThat(read.rows()).hasSize(300_001);
        assertThat(read.rows().getFirst().fault()).isEqualTo(CsvFile.BROKEN_QUOTE);
        assertThat(read.rows().stream().filter(row -> row.fault() != null)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'', file-empty",
        "'\n\n', file-header",
        "',,\n1,2,3\n', file-header",
        "'张三,13512345678\n', file-header",
        "'a,A\n1,2\n', file-header-twice"
    })
    void aFileWithoutAHeaderIsRefused(String file, String code) {
        assertThatThrownBy(() -> read(file.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        UnreadableFileException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void aColumnMayNameASystemThatIsCalledByDigits() throws IOException {
        assertThat(read("reference:1956829e,fullName\n1,张三\n".getBytes(StandardCharsets.UTF_8))
                        .shape()
                        .columns())
                .containsExactly("reference:1956829e", "fullName");
    }

    @Test
    void columnsWithoutANameAreNamedByTheirPlace() throws IOException {
        assertThat(read("姓名,,手机,\n1,2,3,4\n".getBytes(StandardCharsets.UTF_8))
                        .shape()
                        .columns())
                .containsExactly("姓名", "#2", "手机", "#4");
    }

    @Property(tries = 300)
    void whateverAWriterWritesIsReadAgain(
            @ForAll @Size(min = 1, max = 8)
                    List<
                                    @Size(min = 2, max = 2) List<
                                            @StringLength(max = 6) @CharRange(from = 'a', to = 'c')
                                            @Chars({'"', ',', '\n', '\r', ' ', '张'}) String>>
                            table)
            throws IOException {
        StringWriter text = new StringWriter();
        try (CsvWriter writer = CsvWriter.builder().build(text)) {
            table.forEach(writer::writeRecord);
        }

        CsvRows rows = new CsvRows(new StringReader(text.toString()), ',');
        List<List<String>> found = new ArrayList<>();
        while (rows.next()) {
            assertThat(rows.broken()).isFalse();
            found.add(List.copyOf(rows.fields()));
        }

        assertThat(found).isEqualTo(table);
    }

    private static Read read(byte[] content) throws IOException {
        EncodingDetector.Source source = () -> new ByteArrayInputStream(content);
        FileShape shape = CsvFile.shape(source, EncodingDetector.detect(source));
        List<FileRow> rows = new ArrayList<>();
        CsvFile.read(new ByteArrayInputStream(content), shape, row -> rows.add(row));
        return new Read(shape, rows);
    }
}
