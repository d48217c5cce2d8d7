package io.kehu.customer.merge;

import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code customer_merge_step}: what was asked of each service, and what came of it. */
@Repository
class TakenSteps {

    private final JdbcClient jdbc;
    private final JsonMapper mapper;

    TakenSteps(JdbcClient jdbc, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
    }

    /** In the caller's transaction. The records are one already, the rest is to come. */
    void begin(UUID merge, List<TakenStep.Item> ofRecords) {
        for (MergeStep step : MergeStep.values()) {
            boolean records = step == MergeStep.CUSTOMER;
            jdbc.sql("""
                            INSERT INTO customer_merge_step (merge_id, step, state, items)
                            VALUES (:merge, :step, :state, :items::jsonb)
                            """)
                    .param("merge", merge)
                    .param("step", step.name())
                    .param("state", (records ? StepState.DONE : StepState.PENDING).name())
                    .param("items", mapper.writeValueAsString(records ? ofRecords : List.of()))
                    .update();
        }
    }

    /** In the order in which they are taken. */
    List<TakenStep> of(UUID merge) {
        return jdbc
                .sql("""
                        SELECT step, state, items::text AS items, kept::text AS kept, failure, attempts
                        FROM customer_merge_step WHERE merge_id = :merge
                        """)
                .param("merge", merge)
                .query((row, index) -> new TakenStep(
                        MergeStep.valueOf(row.getString("step")),
                        StepState.valueOf(row.getString("state")),
                        mapper.readValue(row.getString("items"), new TypeReference<List<TakenStep.Item>>() {}),
                        mapper.readValue(row.getString("kept"), new TypeReference<List<TakenStep.Kept>>() {}),
                        row.getString("failure"),
                        row.getInt("attempts")))
                .list()
                .stream()
                .sorted(Comparator.comparing(TakenStep::step))
                .toList();
    }

    /** Before the service hears of it, so that an undo knows whom to ask. */
    void asked(UUID merge, MergeStep step) {
        move(merge, step, StepState.ASKED, null, null);
    }

    void done(UUID merge, MergeStep step, List<TakenStep.Item> items) {
        move(merge, step, StepState.DONE, items, List.of());
    }

    void refused(UUID merge, MergeStep step) {
        move(merge, step, StepState.REFUSED, null, null);
    }

    void undone(UUID merge, MergeStep step, Participant.Undone undone) {
        move(merge, step, StepState.UNDONE, undone.items(), undone.kept());
    }

    void failed(UUID merge, MergeStep step, String failure) {
        jdbc.sql("""
                        UPDATE customer_merge_step SET failure = :failure, attempts = attempts + 1
                        WHERE merge_id = :merge AND step = :step
                        """)
                .param("merge", merge)
                .param("step", step.name())
                .param("failure", failure)
                .update();
    }

    private void move(
            UUID merge,
            MergeStep step,
            StepState state,
            @Nullable List<TakenStep.Item> items,
            @Nullable List<TakenStep.Kept> kept) {
        jdbc.sql("""
                        UPDATE customer_merge_step SET state = :state, failure = NULL,
                            items = coalesce(:items::jsonb, items), kept = coalesce(:kept::jsonb, kept)
                        WHERE merge_id = :merge AND step = :step
                        """)
                .param("merge", merge)
                .param("step", step.name())
                .param("state", state.name())
                .param("items", items == null ? null : mapper.writeValueAsString(items))
                .param("kept", kept == null ? null : mapper.writeValueAsString(kept))
                .update();
    }
}
