package io.kehu.local.bench.loyalty;

import io.kehu.local.bench.ScratchData;
import io.kehu.local.suite.KehuException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Members with points, written straight into the tables, as many earnings would have left them. */
final class Stock {

    private final ScratchData data;

    Stock(ScratchData data) {
        this.data = data;
    }

    /**
     * Members to be made.
     *
     * @param letter first character of their numbers
     * @param lots of each
     * @param points of each lot
     * @param validDays from now; negative when they should have expired so many days ago
     */
    record Wish(String letter, int members, int lots, long points, int validDays) {}

    static String number(String letter, long index) {
        return letter + "%011d".formatted(index);
    }

    void fill(Wish wish) {
        try (Connection connection = data.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT ensure_month('points_tx', (now() - interval '3 days')::date),"
                    + " ensure_month('points_posting', (now() - interval '3 days')::date)");
            for (String sql : statements(wish)) {
                statement.execute(sql);
            }
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute("ANALYZE");
        } catch (SQLException e) {
            throw new KehuException("The benchmark's members cannot be written: " + e.getMessage(), e);
        }
    }

    private static String[] statements(Wish wish) {
        String numbers = "'" + wish.letter() + "' || lpad(i::text, 11, '0') FROM generate_series(1, " + wish.members()
                + ") AS i";
        return new String[] {
            "INSERT INTO member (program, number) SELECT 'KEHU', " + numbers,
            "INSERT INTO points_account (program, kind, number, posted) SELECT 'KEHU', 'MEMBER', number, "
                    + wish.lots() * wish.points() + " FROM (SELECT " + numbers.replace(" FROM", " AS number FROM")
                    + ") AS m",
            "CREATE TEMP TABLE fill ON COMMIT DROP AS SELECT uuidv7() AS tx, uuidv7() AS lot, a.id AS account, a.number, n,"
                    + " now() - interval '3 days' AS at FROM points_account a CROSS JOIN generate_series(1, "
                    + wish.lots() + ") AS n WHERE a.number LIKE '" + wish.letter() + "%' AND a.kind = 'MEMBER'",
            "INSERT INTO points_tx (id, booked_at, program, type, number, business_ref, rule, rule_version, actor, occurred_at)"
                    + " SELECT tx, at, 'KEHU', 'EARN', number, 'BENCH', 'BASE', 1, 'bench', at FROM fill",
            "INSERT INTO points_posting (tx, booked_at, account, amount, balance_after)"
                    + " SELECT tx, at, account, points, balance FROM ("
                    + "SELECT tx, at, account, " + wish.points() + " AS points, n * " + wish.points()
                    + "::bigint AS balance, account AS first, n FROM fill"
                    + " UNION ALL SELECT tx, at, s.id, -" + wish.points() + ", NULL, account, n FROM fill"
                    + " CROSS JOIN (SELECT id FROM points_account WHERE program = 'KEHU' AND kind = 'ISSUED') AS s) AS sides"
                    + " ORDER BY first, n",
            "INSERT INTO points_lot (id, account, number, earn_tx, initial, remaining, state, activates_at, expires_at, business_ref,"
                    + " notice_settled) SELECT lot, account, number, tx, " + wish.points() + ", " + wish.points()
                    + ", 'ACTIVE', at, now() + interval '"
                    + wish.validDays() + " days', 'BENCH', true FROM fill",
            "INSERT INTO qualifying_month (program, number, month, points)"
                    + " SELECT 'KEHU', number, date_trunc('month', at AT TIME ZONE 'Asia/Shanghai')::date, "
                    + wish.points() + " * count(*) FROM fill GROUP BY number, at",
        };
    }

    long count(String sql) {
        try (Connection connection = data.connect();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new KehuException("The benchmark's database does not answer: " + e.getMessage(), e);
        }
    }
}
