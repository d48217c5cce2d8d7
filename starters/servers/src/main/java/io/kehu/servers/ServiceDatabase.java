package io.kehu.servers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A service's own database with two roles: the owner migrates, the app changes rows and nothing else. Neither reaches another service's
 * database. Creating it again changes only the passwords.
 *
 * @param name of the database
 * @param owner role with DDL
 * @param ownerPassword its password
 * @param app role with DML
 * @param appPassword its password
 */
public record ServiceDatabase(String name, String owner, String ownerPassword, String app, String appPassword) {

    public ServiceDatabase {
        if (!(name + owner + app).matches("[a-z0-9_]+")) {
            throw new IllegalArgumentException("Names of databases and roles are lower case: " + name);
        }
    }

    /** With role names made from the database's name. */
    public static ServiceDatabase of(String name, String ownerPassword, String appPassword) {
        return new ServiceDatabase(name, name + "_owner", ownerPassword, name + "_app", appPassword);
    }

    /** @param admin a superuser connection to any database of the server */
    public void create(Connection admin) throws SQLException {
        role(admin, owner, ownerPassword);
        role(admin, app, appPassword);
        if (!exists(admin, "SELECT 1 FROM pg_database WHERE datname = ?", name)) {
            run(admin, "CREATE DATABASE " + name + " OWNER " + owner);
        }
        run(admin, "REVOKE ALL ON DATABASE " + name + " FROM PUBLIC");
        run(admin, "GRANT CONNECT ON DATABASE " + name + " TO " + app);
    }

    /** @param inside a superuser connection to the database itself */
    public void grant(Connection inside) throws SQLException {
        run(inside, "REVOKE ALL ON SCHEMA public FROM PUBLIC");
        run(inside, "GRANT ALL ON SCHEMA public TO " + owner);
        run(inside, "GRANT USAGE ON SCHEMA public TO " + app);
        String defaults = "ALTER DEFAULT PRIVILEGES FOR ROLE " + owner + " IN SCHEMA public ";
        run(inside, defaults + "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO " + app);
        run(inside, defaults + "GRANT USAGE, SELECT ON SEQUENCES TO " + app);
    }

    private static void role(Connection admin, String role, String password) throws SQLException {
        if (!exists(admin, "SELECT 1 FROM pg_roles WHERE rolname = ?", role)) {
            run(admin, "CREATE ROLE " + role + " LOGIN");
        }
        run(admin, "ALTER ROLE " + role + " PASSWORD '" + password.replace("'", "''") + "'");
    }

    private static boolean exists(Connection admin, String sql, String parameter) throws SQLException {
        try (PreparedStatement statement = admin.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
