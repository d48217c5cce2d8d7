package io.kehu.starter.protection.key;

import io.kehu.starter.protection.ProtectionProperties;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires keys and cipher. */
@Configuration(proxyBeanMethods = false)
public class KeyConfiguration {

    @Bean
    KeyFile keyFile(ProtectionProperties properties) {
        return KeyFile.load(properties.keyFile());
    }

    @Bean
    PersonalData personalData(
            JdbcClient jdbc,
            KeyFile keyFile,
            ProtectionProperties properties,
            @Value("${spring.application.name}") String service) {
        DataKeys keys = new DataKeys(jdbc, service, keyFile, properties.cachedKeys(), properties.keyLifetime());
        keys.verify();
        return new PersonalData(keys, service);
    }
}
