package io.kehu.starter.protection;

import io.kehu.starter.database.SchemaPart;
import io.kehu.starter.protection.audit.AuditConfiguration;
import io.kehu.starter.protection.key.KeyConfiguration;
import io.kehu.starter.protection.key.KeyFile;
import io.kehu.starter.protection.mask.Unmasking;
import io.kehu.starter.protection.token.SearchTokens;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Data protection for services that name their {@code kehu.protection.key-file}. */
@AutoConfiguration(after = JdbcClientAutoConfiguration.class)
@ConditionalOnProperty("kehu.protection.key-file")
@EnableConfigurationProperties(ProtectionProperties.class)
@Import({KeyConfiguration.class, AuditConfiguration.class})
public class ProtectionAutoConfiguration {

    @Bean
    SchemaPart protectionSchema() {
        return new SchemaPart("protection", "classpath:kehu/db/protection");
    }

    @Bean
    SearchTokens searchTokens(KeyFile keyFile) {
        return new SearchTokens(keyFile.tokenRoot());
    }

    @Bean
    @ConditionalOnMissingBean
    Unmasking unmasking() {
        return Unmasking.nobody();
    }
}
