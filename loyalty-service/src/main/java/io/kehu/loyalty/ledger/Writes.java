package io.kehu.loyalty.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Statements that go to the database together and run there in the order they were added: one way there and back for all. */
final class Writes {

    private final List<String> statements = new ArrayList<>();
    private final Map<String, @Nullable Object> params = new HashMap<>();

    /** @param sql names no parameter of another one */
    Writes add(String sql) {
        statements.add(sql);
        return this;
    }

    Writes param(String name, Object value) {
        if (params.put(name, value) != null) {
            throw new IllegalArgumentException("Two statements have a parameter " + name);
        }
        return this;
    }

    void run(JdbcClient jdbc) {
        if (!statements.isEmpty()) {
            jdbc.sql(String.join(";\n", statements)).params(params).update();
        }
    }
}
