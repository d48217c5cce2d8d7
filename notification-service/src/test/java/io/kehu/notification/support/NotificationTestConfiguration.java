package io.kehu.notification.support;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/** A mail server and a clock for the service under test. */
@TestConfiguration(proxyBeanMethods = false)
class NotificationTestConfiguration {

    @Bean
    MovableClock clock() {
        return new MovableClock();
    }

    @Bean
    MailServer mailServer() {
        return new MailServer();
    }

    @Bean
    DynamicPropertyRegistrar mailPort(MailServer server) {
        return registry -> registry.add("spring.mail.port", server::port);
    }

    @Bean
    Asking asking(io.kehu.starter.test.Api api) {
        return new Asking(api);
    }
}
