package io.kehu.local.bench.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.local.suite.KehuException;
import org.junit.jupiter.api.Test;

/** An answer is believed only when it holds as many numbers as were asked for, one behind the other. */
class ToldTests {

    private static final String ANSWER =
            "{\"items\":[{\"number\":\"B00000000000712\",\"display\":\"B-000000000007-12\"},"
                    + "{\"number\":\"B00000000000809\",\"display\":\"B-000000000008-09\"}]}";

    @Test
    void theStretchIsReadFromTheNumbers() {
        Told told = Told.of("key", ANSWER, 2);

        assertThat(told.from()).isEqualTo(7);
        assertThat(told.to()).isEqualTo(8);
    }

    @Test
    void tooFewNumbersOrAGapAreRefused() {
        assertThatThrownBy(() -> Told.of("key", ANSWER, 3)).isInstanceOf(KehuException.class);
        assertThatThrownBy(() -> Told.of("key", ANSWER.replace("000000008", "000000009"), 2))
                .isInstanceOf(KehuException.class);
    }
}
