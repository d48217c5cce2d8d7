package io.kehu.starter.protection.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.starter.protection.sample.ProtectionTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The classes of columns, those of the starters against the tables they really make. */
@ProtectionTest
class DataCatalogueTests {

    @Autowired
    private JdbcClient jdbc;

    private final DataCatalogue catalogue = DataCatalogue.load();

    @Test
    void everyColumnOfTheStartersHasAClass() {
        List<String> columns = jdbc.sql("""
                        SELECT table_name || '.' || column_name
                        FROM information_schema.columns
                        WHERE table_schema = 'public' AND table_name NOT LIKE 'flyway%'
                        """).query(String.class).list();

        assertThat(columns).hasSizeGreaterThan(15).allSatisfy(column -> {
            String[] parts = column.split("\\.");
            assertThat(catalogue.tables().get(parts[0])).as(column).containsKey(parts[1]);
        });
    }

    @Test
    void theServicesOwnFileIsReadBesideThem() {
        assertThat(catalogue.tables().get("sample_customer"))
                .containsEntry("number", DataClass.INTERNAL)
                .containsEntry("name", DataClass.PERSONAL)
                .containsEntry("health", DataClass.SENSITIVE)
                .containsEntry("city", DataClass.PUBLIC);
    }
}
