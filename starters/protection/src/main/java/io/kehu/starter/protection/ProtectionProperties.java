package io.kehu.starter.protection;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the data protection starter.
 *
 * @param keyFile the service's root secrets; see {@code KeyFile}
 * @param cachedKeys customers whose unwrapped keys are kept in memory at most
 * @param keyLifetime how long an unwrapped key is kept
 */
@ConfigurationProperties("kehu.protection")
public record ProtectionProperties(
        Path keyFile,
        @DefaultValue("20000") long cachedKeys,
        @DefaultValue("5m") Duration keyLifetime) {}
