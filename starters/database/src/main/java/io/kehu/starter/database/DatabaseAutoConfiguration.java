package io.kehu.starter.database;

import java.util.HashMap;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.PlatformTransactionManager;

/** Migrates the parts of the starters before the service's own schema, and offers {@link Transactions}. */
@AutoConfiguration(before = FlywayAutoConfiguration.class)
@EnableConfigurationProperties(DatabaseProperties.class)
public class DatabaseAutoConfiguration {

    @Bean
    FlywayConfigurationCustomizer appRolePlaceholder(
            DatabaseProperties properties, @Value("${spring.datasource.username}") String dataSourceUser) {
        String role = properties.appRole() == null ? dataSourceUser : properties.appRole();
        return configuration -> {
            // Beside those the service names itself in spring.flyway.placeholders.
            Map<String, String> placeholders = new HashMap<>(configuration.getPlaceholders());
            placeholders.put("app_role", role);
            configuration.placeholders(placeholders);
        };
    }

    @Bean
    FlywayMigrationStrategy starterPartsFirst(ObjectProvider<SchemaPart> parts) {
        return flyway -> {
            parts.orderedStream().forEach(part -> migrate(flyway, part));
            flyway.migrate();
        };
    }

    @Bean
    Transactions transactions(PlatformTransactionManager transactionManager) {
        return new Transactions(transactionManager);
    }

    private static void migrate(Flyway service, SchemaPart part) {
        Flyway.configure()
                .configuration(service.getConfiguration())
                .locations(part.location())
                .table("flyway_history_" + part.name())
                .load()
                .migrate();
    }
}
