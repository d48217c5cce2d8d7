package io.kehu.customer.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FirstRowsTests {

    @Test
    void theFirstRowStands() {
        FirstRows first = new FirstRows();

        assertThat(first.note(7, 3)).isEqualTo(3);
        assertThat(first.note(7, 9)).isEqualTo(3);
        assertThat(first.note(0, 4)).isEqualTo(4);
        assertThat(first.note(0, 5)).isEqualTo(4);
        assertThat(first.note(-1, 6)).isEqualTo(6);
    }

    @Test
    void manyIdentitiesAreToldApartWhereverTheyLie() {
        Random random = new Random(11);
        FirstRows first = new FirstRows();
        Map<Long, Integer> expected = new HashMap<>();
        for (int row = 1; row <= 200_000; row++) {
            // Many share their low half, where the table begins to look.
            long print = random.nextInt(400) * 0x1_0000_0001L << random.nextInt(32);
            print ^= random.nextInt(10) == 0 ? random.nextLong() : 0;
            int stands = expected.computeIfAbsent(print, key -> expected.size() + 1_000_000);
            assertThat(first.note(print, stands)).isEqualTo(stands);
        }
        expected.forEach((print, row) -> assertThat(first.note(print, 1)).isEqualTo(row));
    }
}
