package io.kehu.customer.matching.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.customer.matching.model.BlockingPass.Code;
import io.kehu.customer.matching.model.FieldModel.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which records are compared at all. */
class CandidatePairsTests {

    private static final List<FieldModel> FIELDS = List.of(
            new FieldModel("name", new TextComparison(), Role.PERSON),
            new FieldModel("phone", new PhoneComparison(), Role.SHARED));

    private static final BlockingPass NAME = BlockingPass.of(new Code(0, true));
    private static final BlockingPass PHONE = BlockingPass.of(new Code(1, true));

    @Test
    void aPairThatSeveralPassesFindIsComparedOnce() {
        RecordStore records = store(
                List.of(List.of("anna smith"), List.of("13800138000", "13900139000")),
                List.of(List.of("smith anna"), List.of("13900139000", "13800138000")),
                List.of(List.of("bob miller"), List.of("13800138000")),
                List.of(List.of(), List.of()));

        CandidatePairs pairs = CandidatePairs.find(records, List.of(NAME, PHONE), 10, Watch.nobody());

        assertThat(found(pairs)).containsExactlyInAnyOrder("0-1", "0-2", "1-2");
        assertThat(pairs.size()).isEqualTo(3);
        assertThat(pairs.oversized()).isEmpty();
    }

    @Test
    void aBlockThatIsTooLargeIsSplitByAnotherFieldAndReported() {
        List<List<List<String>>> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            rows.add(List.of(List.of("anna smith"), List.of("138%08d".formatted((i / 2) * 1_234_567))));
        }
        rows.add(List.of(List.of("anna smith"), List.of()));
        RecordStore records = store(rows);

        CandidatePairs pairs = CandidatePairs.find(records, List.of(NAME), 10, Watch.nobody());

        Set<String> found = found(pairs);
        for (int i = 0; i < 40; i += 2) {
            assertThat(found).contains(i + "-" + (i + 1));
        }
        assertThat(found).hasSizeLessThan(200);
        OversizedBlocks report = pairs.oversized().getFirst();
        assertThat(report.pass()).isEqualTo("name");
        assertThat(report.blocks()).isEqualTo(1);
        assertThat(report.largest()).isEqualTo(41);
        assertThat(report.leftOut()).isEqualTo(1);
    }

    @Test
    void valuesAreKeptOnceAndComeBackWhole() {
        RecordStore.Builder builder = RecordStore.of(FIELDS);
        for (int i = 0; i < 50_000; i++) {
            builder.add(List.of(List.of("name " + i % 20_000), List.of("138%08d".formatted(i))));
        }
        RecordStore records = builder.build();

        assertThat(records.distinct(0)).isEqualTo(20_000);
        assertThat(records.distinct(1)).isEqualTo(50_000);
        assertThat(records.values(0, 41_234)).containsExactly("name 1234");
        assertThat(records.values(1, 49_999)).containsExactly("13800049999");
        assertThat(records.shared(0, 1_234, 41_234)).containsExactly("name 1234");
        assertThat(LevelPattern.level(records.compare(1_234, 41_234), 0)).isEqualTo(Agreement.EXACT);
    }

    private static Set<String> found(CandidatePairs pairs) {
        Set<String> found = new HashSet<>();
        for (int i = 0; i < pairs.partitions(); i++) {
            LongList partition = pairs.partition(i);
            for (int j = 0; j < partition.size(); j++) {
                found.add(CandidatePairs.one(partition.get(j)) + "-" + CandidatePairs.other(partition.get(j)));
            }
        }
        return found;
    }

    @SafeVarargs
    private static RecordStore store(List<List<String>>... rows) {
        return store(List.of(rows));
    }

    private static RecordStore store(List<List<List<String>>> rows) {
        RecordStore.Builder builder = RecordStore.of(FIELDS);
        rows.forEach(builder::add);
        return builder.build();
    }
}
