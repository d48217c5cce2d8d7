package io.kehu.identity.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CarvingTests {

    private static final LeaseId LEASE = LeaseId.next();

    @Property
    void whatIsUsedAndWhatIsLeftMakeTheBlocksAgain(
            @ForAll @Size(max = 40) Set<@IntRange(min = 1, max = 120) Integer> held,
            @ForAll @Size(max = 40) Set<@IntRange(min = 1, max = 120) Integer> reported) {
        List<LeaseBlock> blocks = ranges(held).stream().map(CarvingTests::block).toList();

        Carving carving = Carving.of(blocks, ranges(reported));

        List<Integer> issued = sequences(carving.issued());
        List<Integer> rest =
                sequences(carving.rest().stream().map(LeaseBlock::range).toList());
        List<Integer> all = new ArrayList<>(issued);
        all.addAll(rest);
        assertThat(all).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(held);
        assertThat(issued).isSorted().allMatch(reported::contains);
        assertThat(rest).isSorted().noneMatch(reported::contains);
        assertThat(carving.size()).isEqualTo(issued.size());
    }

    @Test
    void noIssuedRangeCrossesTheBorderOfABlock() {
        Carving carving = Carving.of(
                List.of(block(new SequenceRange(1, 5)), block(new SequenceRange(6, 9))),
                List.of(new SequenceRange(4, 7)));

        assertThat(carving.issued()).containsExactly(new SequenceRange(4, 5), new SequenceRange(6, 7));
    }

    @Test
    void whatIsLeftStaysAsItWas() {
        LeaseBlock block = new LeaseBlock(
                LEASE, new SequenceRange(1, 3), LeaseBlock.State.VOID, LeaseBlock.EXPIRED, Instant.EPOCH);

        assertThat(Carving.of(List.of(block), List.of(new SequenceRange(2, 2))).rest())
                .containsExactly(block.part(1, 1), block.part(3, 3))
                .allMatch(LeaseBlock::takesReports);
    }

    @Test
    void onlyOpenAndExpiredBlocksTakeReports() {
        SequenceRange range = new SequenceRange(1, 3);
        assertThat(new LeaseBlock(LEASE, range, LeaseBlock.State.RETURNED, null, Instant.EPOCH).takesReports())
                .isFalse();
        assertThat(new LeaseBlock(LEASE, range, LeaseBlock.State.VOID, "STOLEN", Instant.EPOCH).takesReports())
                .isFalse();
    }

    @Test
    void aRangeHasAtLeastOneSequence() {
        assertThatThrownBy(() -> new SequenceRange(3, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SequenceRange(0, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    private static LeaseBlock block(SequenceRange range) {
        return new LeaseBlock(LEASE, range, LeaseBlock.State.OPEN, null, Instant.EPOCH);
    }

    private static List<SequenceRange> ranges(Set<Integer> sequences) {
        TreeSet<Long> sorted = new TreeSet<>();
        sequences.forEach(sequence -> sorted.add(sequence.longValue()));
        return SequenceRange.of(sorted);
    }

    private static List<Integer> sequences(List<SequenceRange> ranges) {
        List<Integer> sequences = new ArrayList<>();
        for (SequenceRange range : ranges) {
            for (long sequence = range.from(); sequence <= range.to(); sequence++) {
                sequences.add((int) sequence);
            }
        }
        return sequences;
    }
}
