package io.kehu.starter.erasing.sample;

import io.kehu.starter.database.Transactions;
import io.kehu.starter.erasing.ErasureItem;
import io.kehu.starter.erasing.ErasurePart;
import io.kehu.starter.protection.key.Column;
import io.kehu.starter.protection.key.PersonalData;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.access.AccessRules;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** A service with notes about customers. */
@SpringBootApplication
public class SampleApplication {

    private static final Column WORDS = new Column("note", "words");

    /** Customers at whom the part fails, after it has deleted. */
    public static final Set<String> POISON = ConcurrentHashMap.newKeySet();

    @Bean
    ErasurePart notes(JdbcClient jdbc) {
        return new Notes(jdbc);
    }

    @Bean
    AccessRules rules() {
        return AccessRules.define()
                .open(HttpMethod.GET, "/v3/api-docs")
                .open(HttpMethod.GET, "/v3/api-docs.yaml")
                .allow(HttpMethod.PUT, "/sample/v1/notes/{number}", Role.AGENT)
                .build();
    }

    /** Counts notes, and deletes them. */
    private record Notes(JdbcClient jdbc) implements ErasurePart {

        @Override
        public List<ErasureItem> find(List<String> numbers) {
            long count = jdbc.sql("SELECT count(*) FROM note WHERE number = ANY (:numbers)")
                    .param("numbers", numbers.toArray(String[]::new))
                    .query(Long.class)
                    .single();
            return List.of(ErasureItem.deleted("NOTES", count), ErasureItem.deleted("DREAMS", 0));
        }

        @Override
        public void erase(List<String> numbers) {
            jdbc.sql("DELETE FROM note WHERE number = ANY (:numbers)")
                    .param("numbers", numbers.toArray(String[]::new))
                    .update();
            if (numbers.stream().anyMatch(POISON::contains)) {
                throw new IllegalStateException("struck down");
            }
        }
    }

    /** Writes notes. */
    @RestController
    static class NoteController {

        private final JdbcClient jdbc;
        private final PersonalData personalData;
        private final Transactions transactions;

        NoteController(JdbcClient jdbc, PersonalData personalData, Transactions transactions) {
            this.jdbc = jdbc;
            this.personalData = personalData;
            this.transactions = transactions;
        }

        @PutMapping("/sample/v1/notes/{number}")
        void note(@PathVariable String number) {
            transactions.run(() -> jdbc.sql("INSERT INTO note (number, words) VALUES (:number, :words)")
                    .param("number", number)
                    .param("words", personalData.openOrCreate(List.of(number)).seal(number, WORDS, "likes tea"))
                    .update());
        }
    }
}
