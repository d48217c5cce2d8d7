package io.kehu.starter.web.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.servers.PostgresServer;
import io.kehu.servers.ServiceDatabase;
import io.kehu.servers.ThrowawayPostgres;
import io.kehu.starter.web.idempotency.IdempotencyAutoConfiguration.ForgottenKeys;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class ForgottenKeysTests {

    @Test
    void aKeyIsKeptForSevenDays() {
        PostgresServer server = ThrowawayPostgres.server();
        ServiceDatabase database = ThrowawayPostgres.create("forgotten_keys");
        Flyway.configure()
                .dataSource(server.url(database.name()), database.owner(), database.ownerPassword())
                .locations("classpath:kehu/db/web")
                .load()
                .migrate();
        JdbcClient jdbc = JdbcClient.create(
                new DriverManagerDataSource(server.url(database.name()), database.app(), database.appPassword()));
        jdbc.sql("""
                        INSERT INTO idempotency_key (caller, key, request_hash, status, created_at) VALUES
                            ('anna', 'old', '', 201, now() - interval '7 days 1 minute'),
                            ('anna', 'young', '', 201, now() - interval '6 days 23 hours')
                        """).update();

        new ForgottenKeys(new StoredAnswers(jdbc)).forget();

        assertThat(jdbc.sql("SELECT key FROM idempotency_key")
                        .query(String.class)
                        .list())
                .containsExactly("young");
    }
}
