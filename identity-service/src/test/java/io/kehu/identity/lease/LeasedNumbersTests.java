package io.kehu.identity.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.identity.scheme.CheckAlgorithm;
import io.kehu.identity.scheme.Scheme;
import io.kehu.identity.scheme.SchemeCode;
import io.kehu.identity.scheme.SchemeDefinition;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LeasedNumbersTests {

    /** Already January in Shanghai. */
    private static final Instant NEW_YEAR = Instant.parse("2026-12-31T16:00:00Z");

    private final Scheme scheme = new SchemeDefinition(
                    "DATED",
                    "test",
                    "D{yyyy}{MM}-{branch:3}-{seq:5}-{check}",
                    CheckAlgorithm.MOD_97_10,
                    null,
                    Scheme.Partitioning.YEAR,
                    "Asia/Shanghai")
            .toScheme();

    @Test
    void numbersKeepTheMonthAndBranchOfTheirLease() {
        LeasedNumbers numbers = new LeasedNumbers(scheme, lease(NEW_YEAR, "007"));

        assertThat(numbers.first().display()).startsWith("D202701-007-00011-");
        assertThat(numbers.last().number()).startsWith("D20270100700020");
    }

    @Test
    void aNumberOfAnotherMonthOrBranchIsNotOfTheLease() {
        LeasedNumbers numbers = new LeasedNumbers(scheme, lease(NEW_YEAR, "007"));
        String earlier = new LeasedNumbers(scheme, lease(NEW_YEAR.minusSeconds(1), "007"))
                .first()
                .number();
        String elsewhere =
                new LeasedNumbers(scheme, lease(NEW_YEAR, "008")).first().number();

        assertThat(numbers.read(numbers.first().display()).sequence()).hasValue(11);
        assertThat(numbers.read(earlier).form()).isEqualTo(LeasedNumbers.Form.NOT_IN_LEASE);
        assertThat(numbers.read(elsewhere).form()).isEqualTo(LeasedNumbers.Form.NOT_IN_LEASE);
        assertThat(numbers.read(numbers.number(10).number()).form()).isEqualTo(LeasedNumbers.Form.NOT_IN_LEASE);
        assertThat(numbers.read(numbers.number(21).number()).form()).isEqualTo(LeasedNumbers.Form.NOT_IN_LEASE);
    }

    private static Lease lease(Instant createdAt, String branch) {
        return new Lease(
                LeaseId.next(),
                new SchemeCode("DATED"),
                "2027",
                branch,
                "till",
                1,
                new SequenceRange(11, 20),
                0,
                Lease.State.OPEN,
                createdAt.plusSeconds(60),
                createdAt,
                "subject",
                null,
                1);
    }
}
