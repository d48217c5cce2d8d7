package io.kehu.starter.database;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the database starter.
 *
 * @param appRole role the service works with, granted data changes but no schema changes; by default the user of the data source
 */
@ConfigurationProperties("kehu.database")
public record DatabaseProperties(@Nullable String appRole) {}
