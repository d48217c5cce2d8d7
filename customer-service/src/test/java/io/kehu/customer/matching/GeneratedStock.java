package io.kehu.customer.matching;

import io.kehu.customer.matching.model.FieldModel;
import io.kehu.customer.matching.model.MatchRecords;
import io.kehu.customer.matching.model.MatchedPair;
import io.kehu.customer.matching.model.RecordStore;
import io.kehu.customer.matching.model.Watch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Records of which is known who is who. */
final class GeneratedStock {

    private final List<FieldModel> fields;
    private final List<Row> rows = new ArrayList<>();

    GeneratedStock(List<FieldModel> fields) {
        this.fields = fields;
    }

    /**
     * A record.
     *
     * @param entity who it is
     * @param household whom they live with
     */
    record Row(int entity, int household, List<List<String>> values) {}

    /**
     * What a run made of it.
     *
     * @param households pairs of different members of one household that were taken for one person
     */
    record Figures(double precision, double recall, int households, long candidates, MatchRecords.Outcome outcome) {}

    void add(Row row) {
        rows.add(row);
    }

    int size() {
        return rows.size();
    }

    Figures match(Random random) {
        Collections.shuffle(rows, random);
        RecordStore.Builder builder = RecordStore.of(fields);
        rows.forEach(row -> builder.add(row.values()));
        MatchRecords.Outcome outcome =
                new MatchRecords(MatchRecords.Options.usual()).run(builder.build(), Watch.nobody());
        long right = 0;
        int households = 0;
        for (MatchedPair pair : outcome.pairs()) {
            Row one = rows.get(pair.one());
            Row other = rows.get(pair.other());
            right += one.entity() == other.entity() ? 1 : 0;
            households += one.entity() != other.entity() && one.household() == other.household() ? 1 : 0;
        }
        Map<Integer, Integer> sizes = new HashMap<>();
        rows.forEach(row -> sizes.merge(row.entity(), 1, Integer::sum));
        long truth = sizes.values().stream()
                .mapToLong(size -> (long) size * (size - 1) / 2)
                .sum();
        return new Figures(
                outcome.pairs().isEmpty() ? 1 : (double) right / outcome.pairs().size(),
                truth == 0 ? 1 : (double) right / truth,
                households,
                outcome.candidates(),
                outcome);
    }
}
