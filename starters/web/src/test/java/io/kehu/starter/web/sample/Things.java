package io.kehu.starter.web.sample;

import io.kehu.starter.web.page.Cursor;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code thing}. */
@Component
class Things {

    private final JdbcClient jdbc;

    Things(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One row. */
    record Thing(
            long id, String name, long quantity, @Nullable String colour, long version) {}

    Thing add(String name, long quantity) {
        return jdbc.sql("INSERT INTO thing (name, quantity) VALUES (:name, :quantity) RETURNING *")
                .param("name", name)
                .param("quantity", quantity)
                .query(Thing.class)
                .single();
    }

    Optional<Thing> find(long id) {
        return jdbc.sql("SELECT * FROM thing WHERE id = :id")
                .param("id", id)
                .query(Thing.class)
                .optional();
    }

    void change(Thing thing) {
        jdbc.sql("""
                        UPDATE thing SET name = :name, quantity = :quantity, colour = :colour, version = version + 1
                        WHERE id = :id
                        """)
                .param("id", thing.id())
                .param("name", thing.name())
                .param("quantity", thing.quantity())
                .param("colour", thing.colour())
                .update();
    }

    List<Thing> list(String prefix, @Nullable Cursor after, int fetch) {
        return jdbc.sql("""
                        SELECT * FROM thing
                        WHERE name LIKE :prefix || '%' AND (name, id) > (:name, :id)
                        ORDER BY name, id
                        LIMIT :fetch
                        """)
                .param("prefix", prefix)
                .param("name", after == null ? "" : after.text(0))
                .param("id", after == null ? 0 : after.number(1))
                .param("fetch", fetch)
                .query(Thing.class)
                .list();
    }

    long count(String name) {
        return jdbc.sql("SELECT count(*) FROM thing WHERE name = :name")
                .param("name", name)
                .query(Long.class)
                .single();
    }

    /** In a transaction. */
    void takeTooLong() {
        jdbc.sql("SET LOCAL statement_timeout = 20").update();
        jdbc.sql("SELECT pg_sleep(5)").query().listOfRows();
    }

    /** As when the database restarts: not even the rollback reaches it. */
    void loseConnection() {
        jdbc.sql("SELECT pg_terminate_backend(pg_backend_pid())")
                .query(Boolean.class)
                .single();
    }
}
