package io.kehu.starter.merging;

import io.kehu.starter.database.SchemaPart;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.ProtectionAutoConfiguration;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.access.AccessRules;
import io.kehu.starter.web.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
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

/** Merged numbers for every service that has the starter, operations for those that name their {@code kehu.merging.path}. */
@AutoConfiguration(after = {JdbcClientAutoConfiguration.class, ProtectionAutoConfiguration.class})
@EnableConfigurationProperties(MergingProperties.class)
public class MergingAutoConfiguration {

    @Bean
    SchemaPart mergingSchema() {
        return new SchemaPart("merging", "classpath:kehu/db/merging");
    }

    @Bean
    MergedNumbers mergedNumbers(JdbcClient jdbc) {
        return new MergedNumbers(jdbc);
    }

    @Bean
    Merges merges(
            JdbcClient jdbc,
            JsonMapper mapper,
            MergedNumbers numbers,
            ObjectProvider<MergeParticipant> participant,
            Transactions transactions,
            AuditTrail audit,
            Clock clock,
            @Value("${spring.application.name}") String service) {
        return new Merges(
                new MergeJournal(jdbc, mapper),
                numbers,
                participant.getIfAvailable(NothingToMerge::new),
                transactions,
                audit,
                clock,
                service);
    }

    /** For a service where nothing but the numbers is merged this way. */
    private static final class NothingToMerge implements MergeParticipant {

        @Override
        public MergeFindings preview(MergeOrder order) {
            return new MergeFindings(List.of(), List.of());
        }

        @Override
        public List<MergeItem> merge(MergeOrder order) {
            return List.of();
        }

        @Override
        public UndoneMerge undo(MergeOrder order) {
            return new UndoneMerge(List.of(), List.of());
        }
    }

    /** The operations; a service that has them says what it merges. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("kehu.merging.path")
    static class Operations {

        @Bean
        MergeController mergeController(
                Merges merges, MergeParticipant participant, ObjectProvider<Problems.TraceId> traceId) {
            ResourceBundleMessageSource texts = new ResourceBundleMessageSource();
            texts.setBasenames("problems", "kehu/merging-problems", "kehu/common-problems");
            texts.setDefaultEncoding(StandardCharsets.UTF_8.name());
            texts.setFallbackToSystemLocale(false);
            return new MergeController(merges, new Problems(texts, traceId.getIfAvailable(() -> () -> null)));
        }

        @Bean
        AccessRules mergeRules(@Value("${kehu.merging.path}") String path) {
            return AccessRules.define()
                    .allow(HttpMethod.POST, path + "/merges:preview", Role.SERVICE)
                    .allow(HttpMethod.PUT, path + "/merges/{id}", Role.SERVICE)
                    .allow(HttpMethod.GET, path + "/merges/{id}", Role.SERVICE, Role.ADMIN, Role.AUDITOR)
                    .allow(HttpMethod.POST, path + "/merges/{id}:undo", Role.SERVICE)
                    .build();
        }
    }
}
