package io.kehu.starter.test.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.starter.protection.catalogue.DataCatalogue;
import io.kehu.starter.protection.catalogue.DataClass;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every column of the service's database has a class, and what is personal is never plain text. */
public final class CatalogueContract {

    private CatalogueContract() {}

    public static void verify(ApplicationContext context) {
        Map<String, String> columns = columns(context.getBean(JdbcClient.class));
        Map<String, DataClass> classes = new TreeMap<>();
        DataCatalogue.load()
                .tables()
                .forEach((table, byColumn) ->
                        byColumn.forEach((column, dataClass) -> classes.put(table + "." + column, dataClass)));

        TreeSet<String> unclassified = new TreeSet<>(columns.keySet());
        unclassified.removeAll(classes.keySet());
        assertThat(unclassified).as("columns without a class").isEmpty();
        classes.forEach((column, dataClass) -> {
            if (dataClass.compareTo(DataClass.PERSONAL) >= 0 && columns.containsKey(column)) {
                assertThat(columns.get(column))
                        .as("%s is %s, so its type must be ciphertext or tokens", column, dataClass)
                        .isIn("bytea", "bigint", "ARRAY");
            }
        });
    }

    /**
     * Type by {@code table.column}; partitions and migration histories are left out. Asked of the catalogue itself, because the
     * information schema hides what the working role may not touch.
     */
    private static Map<String, String> columns(JdbcClient jdbc) {
        Map<String, String> columns = new TreeMap<>();
        jdbc.sql("""
                        SELECT t.relname || '.' || c.attname AS name,
                            CASE WHEN k.typcategory = 'A' THEN 'ARRAY' ELSE format_type(k.oid, NULL) END AS data_type
                        FROM pg_attribute c
                        JOIN pg_class t ON t.oid = c.attrelid
                        JOIN pg_type k ON k.oid = c.atttypid
                        WHERE t.relnamespace = 'public'::regnamespace AND NOT t.relispartition AND t.relkind IN ('r', 'p')
                            AND c.attnum > 0 AND NOT c.attisdropped AND t.relname NOT LIKE 'flyway%'
                        """).query(row -> {
            columns.put(row.getString("name"), row.getString("data_type"));
        });
        return columns;
    }
}
