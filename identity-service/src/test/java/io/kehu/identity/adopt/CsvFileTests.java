package io.kehu.identity.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTests {

    @Property
    void whatIsQuotedReadsBackHoweverTheStreamIsCut(
            @ForAll @AlphaChars @Chars({'"', ',', ' ', '客'}) String number, @ForAll @IntRange(min = 1, max = 7) int cut)
            throws IOException {
        String quoted = "\"" + number.replace("\"", "\"\"") + "\"";

        List<LegacyLine> lines = read(quoted + ",2019\r\n" + quoted, cut);

        assertThat(lines).containsExactly(LegacyLine.of(1, number, "2019"), LegacyLine.of(2, number, null));
    }

    @Property
    void everyLineIsCounted(@ForAll @IntRange(max = 50) int count, @ForAll boolean ended) throws IOException {
        String text = "x\n".repeat(count);

        assertThat(read(ended || count == 0 ? text : text.substring(0, text.length() - 1), 3))
                .hasSize(count);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {"a| [a]", "a,b| [a, b]", "a,| [a, ]", "\"a\" ,b| [a, b]", "\"a\"\"b\"| [a\"b]", "a,b,c| [a, b, c]"
            })
    void fieldsAreSplitAsInRfc4180(String line, String fields) {
        assertThat(CsvFile.fields(line)).asString().isEqualTo(fields);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "\"a", "a\"b\"", "\"a\"b", "x,\"a", "\"a\"\""})
    void quotesThatMakeNoSenseSpoilTheirLineOnly(String line) throws IOException {
        assertThat(CsvFile.fields(line)).isNull();
        assertThat(read(line + "\nb", 5))
                .containsExactly(LegacyLine.faulty(1, Reason.UNREADABLE), LegacyLine.of(2, "b", null));
    }

    private static List<LegacyLine> read(String text, int cut) throws IOException {
        InputStream pieces = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, cut));
            }
        };
        CsvFile file = new CsvFile(pieces);
        List<LegacyLine> lines = new ArrayList<>();
        for (LegacyLine line = file.next(); line != null; line = file.next()) {
            lines.add(line);
        }
        return lines;
    }
}
