package io.kehu.starter.messaging.outbox;

import io.kehu.starter.database.Transactions;
import io.kehu.starter.messaging.EventCodec;
import io.kehu.starter.messaging.EventTracing;
import io.kehu.starter.messaging.MessagingProperties;
import io.kehu.starter.messaging.Outbox;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Wires outbox and relay. */
@Configuration(proxyBeanMethods = false)
public class OutboxConfiguration {

    @Bean
    OutboxRelay outboxRelay(
            JdbcClient jdbc,
            Transactions transactions,
            RabbitTemplate template,
            EventCodec codec,
            MessagingProperties properties,
            MeterRegistry meters) {
        return new OutboxRelay(new OutboxTable(jdbc), transactions, template, codec, properties, meters);
    }

    @Bean
    Outbox outbox(
            JdbcClient jdbc,
            JsonMapper mapper,
            EventTracing tracing,
            OutboxRelay relay,
            MessagingProperties properties) {
        return new JdbcOutbox(jdbc, mapper, tracing, relay::wake, properties.domain());
    }
}
