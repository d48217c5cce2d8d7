package io.kehu.starter.database;

/**
 * Tables a starter needs in the database of each service that uses it. Each part has a Flyway history of its own, so a starter can
 * evolve without touching the service's version numbers.
 *
 * @param name lower case, the suffix of the history table
 * @param location Flyway location of the scripts; {@code ${app_role}} in them is the role the service works with
 */
public record SchemaPart(String name, String location) {

    public SchemaPart {
        if (!name.matches("[a-z_]{1,30}")) {
            throw new IllegalArgumentException("A schema part has a short lower-case name, not: " + name);
        }
    }
}
