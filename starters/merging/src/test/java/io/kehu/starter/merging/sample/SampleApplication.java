package io.kehu.starter.merging.sample;

import io.kehu.starter.merging.MergeFindings;
import io.kehu.starter.merging.MergeItem;
import io.kehu.starter.merging.MergeKept;
import io.kehu.starter.merging.MergeOrder;
import io.kehu.starter.merging.MergeParticipant;
import io.kehu.starter.merging.MergedNumbers;
import io.kehu.starter.merging.UndoneMerge;
import io.kehu.starter.security.access.AccessRules;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A service with notes about customers. */
@SpringBootApplication
public class SampleApplication {

    /** Survivors on whom the participant fails, after it has written. */
    public static final Set<String> POISON = ConcurrentHashMap.newKeySet();

    /** Survivors who may not take anybody in. */
    public static final Set<String> CLOSED = ConcurrentHashMap.newKeySet();

    @Bean
    MergeParticipant notes(JdbcClient jdbc, MergedNumbers numbers) {
        return new Notes(jdbc, numbers);
    }

    @Bean
    AccessRules rules() {
        return AccessRules.define()
                .open(HttpMethod.GET, "/v3/api-docs")
                .open(HttpMethod.GET, "/v3/api-docs.yaml")
                .build();
    }

    /** Counts notes, and writes one when customers are merged. */
    private record Notes(JdbcClient jdbc, MergedNumbers numbers) implements MergeParticipant {

        @Override
        public MergeFindings preview(MergeOrder order) {
            return new MergeFindings(count(order), CLOSED.contains(order.survivor()) ? List.of("CLOSED") : List.of());
        }

        @Override
        public List<MergeItem> merge(MergeOrder order) {
            List<MergeItem> items = count(order);
            write(order.survivor());
            return items;
        }

        @Override
        public UndoneMerge undo(MergeOrder order) {
            List<MergeItem> items = count(order);
            write(order.survivor());
            return new UndoneMerge(items, List.of(new MergeKept("NOTES", 1, "WRITTEN_SINCE")));
        }

        private List<MergeItem> count(MergeOrder order) {
            return List.of(new MergeItem(
                    "NOTES",
                    jdbc.sql("SELECT count(*) FROM note WHERE number = ANY (:numbers)")
                            .param("numbers", numbers.branches(order.losers()).toArray(String[]::new))
                            .query(Long.class)
                            .single()));
        }

        private void write(String number) {
            jdbc.sql("INSERT INTO note (number) VALUES (:number)")
                    .param("number", number)
                    .update();
            if (POISON.contains(number)) {
                throw new IllegalStateException("struck down");
            }
        }
    }
}
