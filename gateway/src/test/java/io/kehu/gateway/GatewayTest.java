package io.kehu.gateway;

import io.kehu.gateway.GatewayTest.Surroundings;
import io.kehu.starter.test.TestIssuer;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfiguration;

/**
 * The whole gateway on a random port, in front of one {@link Upstream} per service, with tokens signed by {@link TestIssuer}. All test
 * classes share one such gateway.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = Surroundings.class)
@Import(GatewayTest.Injectable.class)
public @interface GatewayTest {

    /** Where the services and the issuer are during tests. */
    final class Surroundings implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            Map<String, Object> properties = new LinkedHashMap<>();
            for (Upstream upstream : Upstream.all()) {
                properties.put("kehu.gateway.services." + upstream.domain(), upstream.address());
            }
            properties.put(
                    "spring.security.oauth2.resourceserver.jwt.issuer-uri",
                    TestIssuer.get().issuer());
            // So that a slow service is seen soon.
            properties.put("spring.http.clients.read-timeout", "1s");
            properties.put("management.server.port", "0");
            properties.put("logging.structured.format.console", "");
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("kehu gateway test", properties));
        }
    }

    /** What test classes may inject. */
    @TestConfiguration(proxyBeanMethods = false)
    class Injectable {

        @Bean
        Door door(Environment environment) {
            return new Door(environment);
        }
    }
}
