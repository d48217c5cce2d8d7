package io.kehu.starter.web.idempotency;

import io.kehu.starter.database.DatabaseAutoConfiguration;
import io.kehu.starter.database.SchemaPart;
import io.kehu.starter.database.Transactions;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import tools.jackson.databind.json.JsonMapper;

/** Repeatable POSTs for services with a database; the gateway has none. */
@AutoConfiguration(after = {JdbcClientAutoConfiguration.class, DatabaseAutoConfiguration.class})
@ConditionalOnClass({JdbcClient.class, Transactions.class})
@ConditionalOnBean(JdbcClient.class)
@EnableScheduling
public class IdempotencyAutoConfiguration {

    private static final long RETENTION_DAYS = 7;

    @Bean
    SchemaPart idempotencySchema() {
        return new SchemaPart("web", "classpath:kehu/db/web");
    }

    @Bean
    IdempotentRequests idempotentRequests(JdbcClient jdbc, Transactions transactions, JsonMapper mapper) {
        return new IdempotentRequests(new StoredAnswers(jdbc), transactions, mapper);
    }

    @Bean
    FilterRegistrationBean<BodyDigest> bodyDigestFilter() {
        FilterRegistrationBean<BodyDigest> registration = new FilterRegistrationBean<>(new BodyDigest());
        registration.setOrder(Ordered.LOWEST_PRECEDENCE);
        return registration;
    }

    /** Not for ledgers, whose answers are kept for ever. */
    @Bean
    @ConditionalOnProperty(name = "kehu.idempotency.forget", matchIfMissing = true)
    ForgottenKeys forgottenKeys(JdbcClient jdbc) {
        return new ForgottenKeys(new StoredAnswers(jdbc));
    }

    /** Deletes what is past its retention; two instances doing it at once do no harm. */
    static final class ForgottenKeys {

        private final StoredAnswers answers;

        ForgottenKeys(StoredAnswers answers) {
            this.answers = answers;
        }

        @Scheduled(initialDelayString = "PT10M", fixedDelayString = "PT24H")
        void forget() {
            answers.forgetOlderThan(RETENTION_DAYS);
        }
    }
}
