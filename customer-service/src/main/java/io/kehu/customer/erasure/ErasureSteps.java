package io.kehu.customer.erasure;

import io.kehu.starter.erasing.ErasureItem;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code customer_erasure_step}. */
@Repository
class ErasureSteps {

    private final JdbcClient jdbc;
    private final JsonMapper mapper;

    ErasureSteps(JdbcClient jdbc, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
    }

    /** In the caller's transaction. */
    void begin(UUID erasure) {
        for (ErasureStep step : ErasureStep.values()) {
            jdbc.sql("INSERT INTO customer_erasure_step (erasure_id, step) VALUES (:erasure, :step)")
                    .param("erasure", erasure)
                    .param("step", step.name())
                    .update();
        }
    }

    /** In the order in which they are taken. */
    List<TakenErasureStep> of(UUID erasure) {
        return jdbc
                .sql("""
                        SELECT step, state, items::text AS items, failure, attempts
                        FROM customer_erasure_step WHERE erasure_id = :erasure
                        """)
                .param("erasure", erasure)
                .query((row, index) -> new TakenErasureStep(
                        ErasureStep.valueOf(row.getString("step")),
                        row.getString("state").equals("DONE"),
                        mapper.readValue(row.getString("items"), new TypeReference<List<ErasureItem>>() {}),
                        row.getString("failure"),
                        row.getInt("attempts")))
                .list()
                .stream()
                .sorted(Comparator.comparing(TakenErasureStep::step))
                .toList();
    }

    void done(UUID erasure, ErasureStep step, List<ErasureItem> items) {
        jdbc.sql("""
                        UPDATE customer_erasure_step SET state = 'DONE', items = :items::jsonb, failure = NULL
                        WHERE erasure_id = :erasure AND step = :step
                        """)
                .param("erasure", erasure)
                .param("step", step.name())
                .param("items", mapper.writeValueAsString(items))
                .update();
    }

    void failed(UUID erasure, ErasureStep step, String failure) {
        jdbc.sql("""
                        UPDATE customer_erasure_step SET failure = :failure, attempts = attempts + 1
                        WHERE erasure_id = :erasure AND step = :step
                        """)
                .param("erasure", erasure)
                .param("step", step.name())
                .param("failure", failure)
                .update();
    }
}
