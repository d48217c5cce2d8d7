package io.kehu.starter.database.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.servers.ServiceDatabase;
import io.kehu.servers.ThrowawayPostgres;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How the schema of a service comes to be, and what its working role may do with it. */
class SchemaTests {

    private static final ServiceDatabase DATABASE = ThrowawayPostgres.create("schema_tests");

    private static final TimeZone ZONE_OF_THIS_MACHINE = TimeZone.getDefault();

    private static ConfigurableApplicationContext service;
    private static JdbcClient jdbc;

    /** On a machine that is not in UTC. */
    @BeforeAll
    static void startTheService() {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Shanghai"));
        service = SampleApplication.start(DATABASE, Map.of());
        jdbc = service.getBean(JdbcClient.class);
    }

    @AfterAll
    static void stopTheService() {
        service.close();
        TimeZone.setDefault(ZONE_OF_THIS_MACHINE);
    }

    @Test
    // Version 0 is the baseline of a schema that others have filled before.
    void eachStarterAndTheServiceHaveAHistoryOfTheirOwn() {
        assertThat(history("flyway_history_shelves")).isEqualTo("1");
        assertThat(history("flyway_history_boxes")).isEqualTo("0,1");
        assertThat(history("flyway_schema_history")).isEqualTo("0,1");
    }

    @Test
    void theWorkingRoleIsKnownToTheScripts() {
        jdbc.sql("INSERT INTO shelf (id) VALUES (1)").update();

        assertThat(one("SELECT note FROM shelf WHERE id = 1")).isEqualTo(DATABASE.app());
        assertThatThrownBy(() -> jdbc.sql("DELETE FROM shelf").update())
                .rootCause()
                .hasMessageContaining("permission denied");
    }

    @Test
    void aPlaceholderOfTheServiceIsKept() {
        assertThat(one("SELECT obj_description('account'::regclass)")).isEqualTo("Kehu");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE mine (id int)",
                "ALTER TABLE account ADD COLUMN mine int",
                "ALTER TABLE account DROP CONSTRAINT account_balance_positive",
                "DROP TABLE account",
                "TRUNCATE account",
                "CREATE INDEX mine ON account (balance)",
                "CREATE SCHEMA mine",
                "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "ALTER TABLE account DISABLE TRIGGER ALL",
                "SET ROLE schema_tests_owner"
            })
    void theWorkingRoleCannotChangeTheSchema(String statement) {
        assertThatThrownBy(() -> jdbc.sql(statement).update())
                .rootCause()
                .satisfies(
                        cause -> assertThat(cause.getMessage()).matches("(?s).*(permission denied|must be owner).*"));
    }

    @Test
    void theWorkingRoleChangesRows() {
        assertThat(jdbc.sql("UPDATE account SET balance = balance WHERE id = 3").update())
                .isOne();
    }

    @Test
    void aSecondStartChangesNothingAndAStarterGrowsWithoutTheService() {
        ServiceDatabase database = ThrowawayPostgres.create("schema_growth");
        SampleApplication.start(database, Map.of()).close();
        SampleApplication.start(database, Map.of()).close();

        try (ConfigurableApplicationContext grown =
                SampleApplication.start(database, Map.of("sample.boxes", "grown"))) {
            JdbcClient inside = grown.getBean(JdbcClient.class);
            assertThat(history(inside, "flyway_history_boxes")).isEqualTo("0,1,2");
            assertThat(history(inside, "flyway_history_shelves")).isEqualTo("1");
            assertThat(history(inside, "flyway_schema_history")).isEqualTo("0,1");
            inside.sql("INSERT INTO shelf (id) VALUES (1)").update();
            inside.sql("INSERT INTO box (id, shelf_id, colour) VALUES (1, 1, 'red')")
                    .update();
        }
    }

    @Test
    void anotherWorkingRoleCanBeNamed() {
        ServiceDatabase database = ThrowawayPostgres.create("schema_role");
        // As where the pool signs in as somebody who only inherits the working role.
        try (ConfigurableApplicationContext named =
                SampleApplication.start(database, Map.of("kehu.database.app-role", DATABASE.app()))) {
            JdbcClient inside = named.getBean(JdbcClient.class);
            inside.sql("INSERT INTO shelf (id) VALUES (1)").update();
            assertThat(inside.sql("SELECT note FROM shelf").query(String.class).single())
                    .isEqualTo(DATABASE.app());
        }
    }

    @Test
    void sessionsHaveTimeOutsAndUtc() {
        assertThat(one("SHOW statement_timeout")).isEqualTo("30s");
        assertThat(one("SHOW idle_in_transaction_session_timeout")).isEqualTo("1min");
        assertThat(one("SHOW timezone")).isEqualTo("UTC");
        assertThat(one("SHOW application_name")).isEqualTo("sample-service");
    }

    private static String one(String sql) {
        return jdbc.sql(sql).query(String.class).single();
    }

    private static String history(String table) {
        return history(jdbc, table);
    }

    private static String history(JdbcClient inside, String table) {
        return inside.sql("SELECT string_agg(version, ',' ORDER BY installed_rank) FROM " + table)
                .query(String.class)
                .single();
    }
}
