package io.kehu.customer.catalogue;

import io.kehu.customer.CustomerProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables {@code dictionary} and {@code dictionary_item}. */
@Repository
class Dictionaries {

    private final JdbcClient jdbc;

    Dictionaries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** By code. */
    List<Dictionary> all() {
        Map<String, List<Dictionary.Item>> items = new HashMap<>();
        jdbc.sql("SELECT dictionary, code, label_zh, label_en, active FROM dictionary_item ORDER BY position, code")
                .query(row -> {
                    items.computeIfAbsent(row.getString("dictionary"), key -> new ArrayList<>())
                            .add(new Dictionary.Item(
                                    row.getString("code"),
                                    new Label(row.getString("label_zh"), row.getString("label_en")),
                                    row.getBoolean("active")));
                });
        return jdbc.sql("SELECT code, label_zh, label_en, version FROM dictionary ORDER BY code")
                .query((row, index) -> new Dictionary(
                        row.getString("code"),
                        new Label(row.getString("label_zh"), row.getString("label_en")),
                        items.getOrDefault(row.getString("code"), List.of()),
                        row.getLong("version")))
                .list();
    }

    Dictionary required(String code) {
        return all().stream()
                .filter(dictionary -> dictionary.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new ProblemException(CustomerProblem.DICTIONARY_NOT_FOUND));
    }

    /** @return false when the code is taken */
    boolean insert(String code, Label label, List<Dictionary.Item> items) {
        boolean inserted = jdbc.sql("""
                        INSERT INTO dictionary (code, label_zh, label_en) VALUES (:code, :zh, :en)
                        ON CONFLICT (code) DO NOTHING
                        """)
                        .param("code", code)
                        .param("zh", label.zh())
                        .param("en", label.en())
                        .update()
                == 1;
        if (inserted) {
            putItems(code, items);
        }
        return inserted;
    }

    void update(String code, Label label, List<Dictionary.Item> items) {
        jdbc.sql("""
                        UPDATE dictionary SET label_zh = :zh, label_en = :en, version = version + 1, updated_at = now()
                        WHERE code = :code
                        """)
                .param("code", code)
                .param("zh", label.zh())
                .param("en", label.en())
                .update();
        putItems(code, items);
    }

    private void putItems(String dictionary, List<Dictionary.Item> items) {
        boolean[] active = new boolean[items.size()];
        IntStream.range(0, active.length).forEach(i -> active[i] = items.get(i).active());
        jdbc.sql("""
                        INSERT INTO dictionary_item (dictionary, code, label_zh, label_en, active, position)
                        SELECT :dictionary, code, zh, en, active, position
                        FROM unnest(:codes, :zh, :en, :active, :positions) AS item (code, zh, en, active, position)
                        ON CONFLICT (dictionary, code) DO UPDATE SET label_zh = excluded.label_zh,
                            label_en = excluded.label_en, active = excluded.active, position = excluded.position
                        """)
                .param("dictionary", dictionary)
                .param("codes", items.stream().map(Dictionary.Item::code).toArray(String[]::new))
                .param("zh", items.stream().map(item -> item.label().zh()).toArray(String[]::new))
                .param("en", items.stream().map(item -> item.label().en()).toArray(String[]::new))
                .param("active", active)
                .param("positions", IntStream.range(0, items.size()).toArray())
                .update();
    }
}
