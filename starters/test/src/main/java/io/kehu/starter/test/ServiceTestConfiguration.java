package io.kehu.starter.test;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** What test classes may inject. */
@TestConfiguration(proxyBeanMethods = false)
class ServiceTestConfiguration {

    @Bean
    Api api(Environment environment, @Value("${spring.application.name}") String service) {
        return new Api(environment, service);
    }

    @Bean
    TestBroker testBroker(Environment environment) {
        return new TestBroker(environment);
    }
}
