package io.kehu.starter.erasing;

import io.kehu.starter.database.SchemaPart;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.ProtectionAutoConfiguration;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.protection.key.PersonalData;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.access.AccessRules;
import io.kehu.starter.web.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Erasures for every service that has the starter, operations for those that name their {@code kehu.erasing.path}. */
@AutoConfiguration(after = {JdbcClientAutoConfiguration.class, ProtectionAutoConfiguration.class})
@EnableConfigurationProperties(ErasingProperties.class)
public class ErasingAutoConfiguration {

    @Bean
    SchemaPart erasingSchema() {
        return new SchemaPart("erasing", "classpath:kehu/db/erasing");
    }

    @Bean
    Erasures erasures(
            JdbcClient jdbc,
            JsonMapper mapper,
            ObjectProvider<ErasurePart> parts,
            PersonalData personalData,
            Transactions transactions,
            AuditTrail audit,
            Clock clock,
            @Value("${spring.application.name}") String service) {
        return new Erasures(
                new ErasureJournal(jdbc, mapper),
                parts.orderedStream().toList(),
                personalData,
                transactions,
                audit,
                clock,
                service);
    }

    @Bean
    ErasedAdvice erasedAdvice(ObjectProvider<Problems.TraceId> traceId) {
        return new ErasedAdvice(problems(traceId));
    }

    private static Problems problems(ObjectProvider<Problems.TraceId> traceId) {
        ResourceBundleMessageSource texts = new ResourceBundleMessageSource();
        texts.setBasenames("problems", "kehu/erasing-problems", "kehu/common-problems");
        texts.setDefaultEncoding(StandardCharsets.UTF_8.name());
        texts.setFallbackToSystemLocale(false);
        return new Problems(texts, traceId.getIfAvailable(() -> () -> null));
    }

    /** The operations. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("kehu.erasing.path")
    static class Operations {

        @Bean
        ErasureController erasureController(Erasures erasures, ObjectProvider<Problems.TraceId> traceId) {
            return new ErasureController(erasures, problems(traceId));
        }

        @Bean
        AccessRules erasureRules(@Value("${kehu.erasing.path}") String path) {
            return AccessRules.define()
                    .allow(HttpMethod.POST, path + "/erasures:preview", Role.SERVICE)
                    .allow(HttpMethod.PUT, path + "/erasures/{id}", Role.SERVICE)
                    .allow(
                            HttpMethod.GET,
                            path + "/erasures/{id}",
                            Role.SERVICE,
                            Role.PRIVACY_OFFICER,
                            Role.ADMIN,
                            Role.AUDITOR)
                    .build();
        }
    }
}
