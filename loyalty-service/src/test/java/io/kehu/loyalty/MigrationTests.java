package io.kehu.loyalty;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.servers.ServiceDatabase;
import io.kehu.servers.ThrowawayPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** A ledger that was kept before members could be merged is brought along. */
class MigrationTests {

    private static final String EARNING = "019f0000-0000-7000-8000-000000000001";

    @Test
    void lotsAreFiledUnderTheirMembersAndKnowWhatWasTakenBack() throws SQLException {
        ServiceDatabase database =
                ThrowawayPostgres.create("migration_" + ProcessHandle.current().pid());
        migrate(database, "classpath:db/migration", "flyway_schema_history", "6");
        try (Connection owner = DriverManager.getConnection(
                        ThrowawayPostgres.server().url(database.name()), database.owner(), database.ownerPassword());
                Statement statement = owner.createStatement()) {
            statement.execute("""
                    INSERT INTO program (code, name, zone, valid_months) VALUES ('KEHU', 'K', 'UTC', 12);
                    INSERT INTO points_account (program, kind, number, posted)
                    VALUES ('KEHU', 'ISSUED', NULL, 0), ('KEHU', 'MEMBER', 'C000017', 60);
                    SELECT ensure_month('points_tx', current_date), ensure_month('points_posting', current_date);
                    INSERT INTO points_tx (id, booked_at, program, type, number, business_ref, rule, rule_version, reverses, actor, occurred_at)
                    VALUES
                        ('019f0000-0000-7000-8000-000000000001', now(), 'KEHU', 'EARN', 'C000017', 'POS/1', 'BASE', 1, NULL, 'x', now()),
                        ('019f0000-0000-7000-8000-000000000002', now(), 'KEHU', 'REVERSE_EARN', 'C000017', 'POS/1-R', 'BASE', NULL,
                            '019f0000-0000-7000-8000-000000000001', 'x', now());
                    INSERT INTO points_posting (tx, booked_at, account, amount, balance_after)
                    SELECT t.id, t.booked_at, a.id, sign * CASE t.type WHEN 'EARN' THEN 100 ELSE -40 END,
                        CASE a.kind WHEN 'MEMBER' THEN CASE t.type WHEN 'EARN' THEN 100 ELSE 60 END END
                    FROM points_tx t, points_account a, LATERAL (SELECT CASE a.kind WHEN 'MEMBER' THEN 1 ELSE -1 END AS sign) s;
                    INSERT INTO points_lot (id, account, earn_tx, initial, remaining, activates_at, business_ref)
                    SELECT '019f0000-0000-7000-8000-000000000003', id, '019f0000-0000-7000-8000-000000000001', 100, 60, now(), 'POS/1'
                    FROM points_account WHERE number = 'C000017';
                    """);

            migrate(database, "classpath:kehu/db/merging", "flyway_history_merging", "latest");
            migrate(database, "classpath:db/migration", "flyway_schema_history", "latest");

            try (ResultSet lot = statement.executeQuery("""
                    SELECT l.number, l.earn_tx, u.tx, u.points FROM points_lot l JOIN points_lot_use u ON u.lot = l.id
                    """)) {
                assertThat(lot.next()).isTrue();
                assertThat(lot.getString("number")).isEqualTo("C000017");
                assertThat(lot.getString("earn_tx")).isEqualTo(EARNING);
                assertThat(lot.getString("tx")).isEqualTo(EARNING.replace("0001", "0002"));
                assertThat(lot.getLong("points")).isEqualTo(40);
                assertThat(lot.next()).isFalse();
            }
        }
    }

    private static void migrate(ServiceDatabase database, String location, String table, String target) {
        Flyway.configure()
                .dataSource(ThrowawayPostgres.server().url(database.name()), database.owner(), database.ownerPassword())
                .locations(location)
                .table(table)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .placeholders(Map.of("app_role", database.app()))
                .target(target)
                .load()
                .migrate();
    }
}
