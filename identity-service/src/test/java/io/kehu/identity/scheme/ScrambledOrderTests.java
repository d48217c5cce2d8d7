package io.kehu.identity.scheme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The permutation of scrambled schemes: complete, its own inverse's inverse, the same for ever, and not to be guessed. */
class ScrambledOrderTests {

    private static final long NINE_DIGITS = 999_999_999L;
    private static final long EIGHTEEN_DIGITS = 999_999_999_999_999_999L;
    private static final long EIGHT_OF_THIRTY_TWO = (1L << 40) - 1;
    private static final long TWELVE_OF_THIRTY_TWO = (1L << 60) - 1;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 16, 17, 100, 9_999, 65_535, 65_536, 65_537})
    void everySequenceIsShownAsExactlyOne(long capacity) {
        ScrambledOrder order = new ScrambledOrder(capacity, key(7));

        long[] shown = LongStream.rangeClosed(1, capacity).toArray();
        order.show(shown, "");

        assertThat(LongStream.of(shown).sorted().toArray())
                .isEqualTo(LongStream.rangeClosed(1, capacity).toArray());
        for (int i = 0; i < shown.length; i += 1 + shown.length / 500) {
            assertThat(order.sequence(shown[i], "")).isEqualTo(i + 1);
        }
    }

    @Provide
    Arbitrary<Long> capacities() {
        return Arbitraries.of(NINE_DIGITS, EIGHTEEN_DIGITS, EIGHT_OF_THIRTY_TWO, TWELVE_OF_THIRTY_TWO);
    }

    @Property
    void whatIsShownLeadsBack(
            @ForAll("capacities") long capacity,
            @ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long any,
            @ForAll byte secret) {
        long sequence = 1 + any % capacity;
        ScrambledOrder order = new ScrambledOrder(capacity, key(secret));

        long shown = show(order, sequence, "2026");

        assertThat(shown).isBetween(1L, capacity);
        assertThat(order.sequence(shown, "2026")).isEqualTo(sequence);
    }

    /** Computed by an implementation in another language. Numbers are out there: if this fails, the code is wrong, never the test. */
    @ParameterizedTest
    @CsvSource({
        "9999, '', 1, 5063",
        "9999, '', 2, 8695",
        "9999, '', 3, 6903",
        "9999, '', 9999, 7685",
        "999999999, '', 1, 361031997",
        "999999999, '', 2, 454440717",
        "999999999, '', 3, 802748573",
        "999999999, '', 999999999, 607469609",
        "999999999, '2026', 1, 439670514",
        "999999999, '2026', 2, 542609506",
        "999999999, '0042', 1, 910347439",
        "1099511627775, '', 1, 60106817657",
        "1099511627775, '', 2, 170208602306",
        "999999999999999999, '00000042', 1, 499693886030160896",
        "999999999999999999, '00000042', 2, 662173817064686581",
        "999999999999999999, '00000042', 999999999999999999, 176835506074208890",
        "1152921504606846975, '', 1, 236508283100033659",
        "1152921504606846975, '', 1152921504606846975, 490416755518753350"
    })
    void theOrderStaysTheSameForEver(long capacity, String partition, long sequence, long shown) {
        byte[] key = new byte[ScrambledOrder.KEY_BYTES];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) i;
        }

        assertThat(show(new ScrambledOrder(capacity, key), sequence, partition)).isEqualTo(shown);
    }

    @Test
    void neighboursTellNothingAboutEachOther() {
        ScrambledOrder order = new ScrambledOrder(NINE_DIGITS, key(1));
        long[] shown = LongStream.rangeClosed(1, 20_000).toArray();
        order.show(shown, "");

        Map<Long, Integer> steps = new HashMap<>();
        int near = 0;
        int rising = 0;
        int[] lastDigits = new int[10];
        for (int i = 1; i < shown.length; i++) {
            long step = shown[i] - shown[i - 1];
            steps.merge(step, 1, Integer::sum);
            near += Math.abs(step) < 1_000 ? 1 : 0;
            rising += step > 0 ? 1 : 0;
            lastDigits[(int) (shown[i] % 10)]++;
        }

        assertThat(steps.values()).as("how often a step comes back").allMatch(times -> times <= 2);
        assertThat(near).as("neighbours within a thousand").isLessThan(5);
        assertThat(rising).as("steps upwards").isBetween(9_500, 10_500);
        assertThat(lastDigits).as("last digits").satisfies(counts -> {
            for (int count : counts) {
                assertThat(count).isBetween(1_800, 2_200);
            }
        });
    }

    @Test
    void schemesAndPartitionsHaveOrdersOfTheirOwn() {
        long[] one = LongStream.rangeClosed(1, 1_000).toArray();
        long[] otherScheme = one.clone();
        long[] otherPartition = one.clone();
        new ScrambledOrder(NINE_DIGITS, key(1)).show(one, "001");
        new ScrambledOrder(NINE_DIGITS, key(2)).show(otherScheme, "001");
        new ScrambledOrder(NINE_DIGITS, key(1)).show(otherPartition, "002");

        for (int i = 0; i < one.length; i++) {
            assertThat(otherScheme[i]).isNotEqualTo(one[i]);
            assertThat(otherPartition[i]).isNotEqualTo(one[i]);
        }
    }

    @Test
    void aLongRunIsShownAsItsSequencesOneByOne() {
        ScrambledOrder order = new ScrambledOrder(70_000, key(3));
        long[] run = LongStream.rangeClosed(1, 5_000).toArray();
        order.show(run, "");

        for (int i = 0; i < run.length; i += 7) {
            assertThat(run[i]).isEqualTo(show(order, i + 1, ""));
        }
    }

    @Test
    void manyThreadsShareAnOrder() throws Exception {
        ScrambledOrder order = new ScrambledOrder(NINE_DIGITS, key(4));
        long[] expected = LongStream.rangeClosed(1, 2_000).toArray();
        order.show(expected, "");
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            List<Callable<long[]>> work = new ArrayList<>();
            for (int thread = 0; thread < 64; thread++) {
                work.add(() -> LongStream.rangeClosed(1, 2_000)
                        .map(sequence -> show(order, sequence, ""))
                        .toArray());
            }
            for (Future<long[]> shown : pool.invokeAll(work)) {
                assertThat(shown.get()).isEqualTo(expected);
            }
        }
    }

    @Test
    void nothingBesidesTheSequencesIsArranged() {
        ScrambledOrder order = new ScrambledOrder(9_999, key(5));

        assertThat(order.sequence(0, "")).isZero();
        assertThatThrownBy(() -> show(order, 0, "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> show(order, 10_000, "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> order.sequence(10_000, "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ScrambledOrder(9_999, new byte[16])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void newKeysDiffer() {
        assertThat(ScrambledOrder.withNewKey(9_999).key())
                .hasSize(ScrambledOrder.KEY_BYTES)
                .isNotEqualTo(ScrambledOrder.withNewKey(9_999).key());
    }

    private static long show(NumberOrder order, long sequence, String partition) {
        long[] one = {sequence};
        order.show(one, partition);
        return one[0];
    }

    private static byte[] key(int secret) {
        byte[] key = new byte[ScrambledOrder.KEY_BYTES];
        key[3] = (byte) secret;
        return key;
    }
}
