package io.kehu.identity.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.identity.scheme.CheckAlgorithm;
import io.kehu.identity.scheme.Scheme;
import io.kehu.identity.scheme.SchemeDefinition;
import io.kehu.identity.scheme.Template;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberReaderTests {

    /** Already March in Shanghai. */
    private static final Instant NOW = Instant.parse("2026-02-28T20:00:00Z");

    private final Scheme scheme = scheme(Scheme.Partitioning.YEAR);
    private final NumberReader reader = new NumberReader(scheme, NOW);

    @ParameterizedTest
    @CsvSource({
        "2026, 3, true",
        "2026, 4, false",
        "2027, 1, false",
        "1900, 1, true",
        "1899, 12, false",
        "0000, 1, false"
    })
    void aNumberCannotComeFromTheFutureOrFromLongAgo(int year, int month, boolean possible) {
        Reading reading = reader.read(LegacyLine.of(1, number(year, month), null));

        if (possible) {
            assertThat(reading).isInstanceOf(Reading.Readable.class);
        } else {
            assertThat(reading)
                    .isInstanceOfSatisfying(
                            Reading.Malformed.class,
                            malformed -> assertThat(malformed.reason()).isEqualTo(Reason.WRONG_YEAR));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2019-03-01, 2019-02-28T16:00:00Z",
        "2019-03-01T00:00:00Z, 2019-03-01T00:00:00Z",
        "2019-03-01T00:00:00+08:00, 2019-02-28T16:00:00Z",
        "' 2026-03-01 ', 2026-02-28T16:00:00Z"
    })
    void datesAreDaysWhereTheSchemeIs(String written, Instant issuedAt) {
        Reading reading = reader.read(LegacyLine.of(1, number(2019, 3), written));

        assertThat(reading)
                .isInstanceOfSatisfying(
                        Reading.Readable.class,
                        readable -> assertThat(readable.number().issuedAt()).isEqualTo(issuedAt));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2019-02-30",
                "1.3.2019",
                "2019-03-01T00:00:00",
                "2026-03-02",
                "2026-02-28T20:00:01Z",
                "1899-12-31",
                "-999999999-01-01",
                "+1000000000-12-31T23:59:59Z",
                "gestern"
            })
    void whatIsNoPastDateIsBad(String written) {
        assertThat(reader.read(LegacyLine.of(1, number(2019, 3), written)))
                .isEqualTo(new Reading.Malformed(1, Reason.BAD_DATE, number(2019, 3)));
    }

    @Test
    void whatThePartitionDoesNotSayTellsNumbersApart() {
        assertThat(legacy(Scheme.Partitioning.NONE)).isEqualTo(" 201903007");
        assertThat(legacy(Scheme.Partitioning.YEAR)).isEqualTo("2019 03007");
        assertThat(legacy(Scheme.Partitioning.BRANCH)).isEqualTo("007 201903");
    }

    private String legacy(Scheme.Partitioning partitioning) {
        Reading reading = new NumberReader(scheme(partitioning), NOW).read(LegacyLine.of(1, number(2019, 3), null));
        LegacyNumber number = ((Reading.Readable) reading).number();
        return number.position().partition() + " " + number.parts();
    }

    private String number(int year, int month) {
        return scheme.format(5, new Template.Context(year, month, "007")).canonical();
    }

    private static Scheme scheme(Scheme.Partitioning partitioning) {
        return new SchemeDefinition(
                        "TEST",
                        "test",
                        "N{yyyy}{MM}-{branch:3}-{seq:6}-{check}",
                        CheckAlgorithm.MOD_97_10,
                        null,
                        partitioning,
                        "Asia/Shanghai")
                .toScheme();
    }
}
