package io.kehu.starter.messaging;

import io.kehu.starter.database.SchemaPart;
import io.kehu.starter.messaging.dead.DeadLetterController;
import io.kehu.starter.messaging.dead.DeadLetters;
import io.kehu.starter.messaging.inbox.InboxConfiguration;
import io.kehu.starter.messaging.outbox.OutboxConfiguration;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.access.AccessRules;
import io.micrometer.tracing.Tracer;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.scheduling.annotation.EnableScheduling;
import tools.jackson.databind.json.JsonMapper;

/** Outbox, inbox, topology and dead letters for services that name their {@code kehu.messaging.domain}. */
@AutoConfiguration(after = RabbitAutoConfiguration.class)
@ConditionalOnProperty("kehu.messaging.domain")
@EnableConfigurationProperties(MessagingProperties.class)
@EnableScheduling
@Import({OutboxConfiguration.class, InboxConfiguration.class, DeadLetterController.class})
public class MessagingAutoConfiguration {

    @Bean
    SchemaPart messagingSchema() {
        return new SchemaPart("messaging", "classpath:kehu/db/messaging");
    }

    @Bean
    EventCodec eventCodec(JsonMapper mapper, @Value("${spring.application.name}") String service) {
        return new EventCodec(mapper, "/" + service);
    }

    @Bean
    Declarables eventTopology(ObjectProvider<Subscription> subscriptions) {
        return new Declarables(Topology.of(subscriptions.orderedStream().toList()));
    }

    @Bean
    DeadLetters deadLetters(RabbitTemplate template, EventCodec codec, ObjectProvider<Subscription> subscriptions) {
        return new DeadLetters(template, codec, subscriptions.orderedStream().toList());
    }

    @Bean
    AccessRules deadLetterRules(MessagingProperties properties) {
        String path = "/" + properties.domain() + "/v1/dead-letters";
        return AccessRules.define()
                .allow(HttpMethod.GET, path, Role.ADMIN)
                .allow(HttpMethod.POST, path + ":replay", Role.ADMIN)
                .build();
    }

    @Bean
    @ConditionalOnMissingBean
    EventTracing noEventTracing() {
        return EventTracing.NONE;
    }

    /** Keeps Micrometer's tracing types out of a service that does not trace. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Tracer.class)
    static class Tracing {

        @Bean
        EventTracing eventTracing(ObjectProvider<Tracer> tracers) {
            Tracer tracer = tracers.getIfAvailable();
            return tracer == null ? EventTracing.NONE : new MicrometerEventTracing(tracer);
        }
    }
}
