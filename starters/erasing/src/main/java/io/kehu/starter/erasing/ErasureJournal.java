package io.kehu.starter.erasing;

import java.sql.Array;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code erasure}. */
final class ErasureJournal {

    private final JdbcClient jdbc;
    private final JsonMapper mapper;

    ErasureJournal(JdbcClient jdbc, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
    }

    Optional<Erasure> find(UUID id) {
        return jdbc.sql("SELECT id, numbers, items, erased_at FROM erasure WHERE id = :id")
                .param("id", id)
                .query((row, n) -> {
                    Array numbers = row.getArray("numbers");
                    return new Erasure(
                            row.getObject("id", UUID.class),
                            List.of((String[]) numbers.getArray()),
                            mapper.readValue(row.getString("items"), new TypeReference<List<ErasureItem>>() {}),
                            row.getTimestamp("erased_at").toInstant());
                })
                .optional();
    }

    void add(Erasure erasure, String askedBy) {
        jdbc.sql("""
                        INSERT INTO erasure (id, numbers, items, asked_by, erased_at)
                        VALUES (:id, :numbers, CAST(:items AS jsonb), :askedBy, :erasedAt)
                        """)
                .param("id", erasure.id())
                .param("numbers", erasure.numbers().toArray(String[]::new))
                .param("items", mapper.writeValueAsString(erasure.items()))
                .param("askedBy", askedBy)
                .param("erasedAt", erasure.erasedAt().atOffset(ZoneOffset.UTC))
                .update();
    }
}
