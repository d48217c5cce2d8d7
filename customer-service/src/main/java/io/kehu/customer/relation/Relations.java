package io.kehu.customer.relation;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Source;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code relation}. Its constraints and trigger refuse what makes no sense, also where two writers meet. */
@Repository
class Relations {

    private static final RowMapper<Relation> ROW = (row, index) -> new Relation(
            row.getObject("id", UUID.class),
            new CustomerNumber(row.getString("from_number")),
            new CustomerNumber(row.getString("to_number")),
            RelationType.valueOf(row.getString("type")),
            Source.valueOf(row.getString("source")),
            row.getString("created_by"),
            row.getTimestamp("created_at").toInstant());

    /** As the customers are called now, whatever they were called when it was written. */
    private static final String LIVING = """
            id, living_number(from_number) AS from_number, living_number(to_number) AS to_number, type, source, created_by, \
            created_at
            """;

    private final JdbcClient jdbc;

    Relations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Relation relation) {
        jdbc.sql("""
                        INSERT INTO relation (id, from_number, to_number, type, source, created_by, created_at)
                        VALUES (:id, :from, :to, :type, :source, :createdBy, :createdAt)
                        """)
                .param("id", relation.id())
                .param("from", relation.from().value())
                .param("to", relation.to().value())
                .param("type", relation.type().name())
                .param("source", relation.source().name())
                .param("createdBy", relation.createdBy())
                .param("createdAt", Timestamp.from(relation.createdAt()))
                .update();
    }

    boolean exists(Relation relation) {
        return jdbc.sql("""
                        SELECT count(*) FROM relation
                        WHERE from_number = :from AND to_number = :to AND type = :type
                        """)
                        .param("from", relation.from().value())
                        .param("to", relation.to().value())
                        .param("type", relation.type().name())
                        .query(Long.class)
                        .single()
                > 0;
    }

    boolean hasReferrer(CustomerNumber number) {
        return jdbc.sql(
                                "SELECT count(*) FROM relation WHERE from_number = ANY (number_family(:number)) AND type = 'REFERRER'")
                        .param("number", number.value())
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Whether the chain that begins at the second end comes back to the first. */
    boolean wouldClose(Relation relation) {
        return jdbc.sql("""
                        WITH RECURSIVE chain (number) AS (
                            SELECT :to::text
                            UNION
                            SELECT r.to_number FROM relation r JOIN chain c ON r.from_number = c.number WHERE r.type = :type
                        )
                        SELECT count(*) FROM chain WHERE number = :from
                        """)
                        .param("from", relation.from().value())
                        .param("to", relation.to().value())
                        .param("type", relation.type().name())
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** A page in the order they came, from either end; those among numbers of one customer say nothing any more. */
    List<Relation> list(CustomerNumber number, @Nullable UUID after, int limit) {
        return jdbc.sql("""
                        (SELECT %1$s FROM relation
                            WHERE from_number = ANY (number_family(:number)) AND living_number(to_number) <> :number
                                AND (:after::uuid IS NULL OR id > :after)
                            ORDER BY id LIMIT :limit)
                        UNION ALL
                        (SELECT %1$s FROM relation
                            WHERE to_number = ANY (number_family(:number)) AND living_number(from_number) <> :number
                                AND (:after::uuid IS NULL OR id > :after)
                            ORDER BY id LIMIT :limit)
                        ORDER BY id LIMIT :limit
                        """.formatted(LIVING))
                .param("number", number.value())
                .param("after", after)
                .param("limit", limit)
                .query(ROW)
                .list();
    }

    Optional<Relation> find(UUID id) {
        return jdbc.sql("SELECT " + LIVING + " FROM relation WHERE id = :id")
                .param("id", id)
                .query(ROW)
                .optional();
    }

    boolean delete(UUID id) {
        return jdbc.sql("DELETE FROM relation WHERE id = :id").param("id", id).update() > 0;
    }
}
