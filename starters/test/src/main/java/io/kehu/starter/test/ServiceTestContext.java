package io.kehu.starter.test;

import io.kehu.servers.RabbitServer;
import io.kehu.servers.ServiceBroker;
import io.kehu.servers.ThrowawayPostgres;
import io.kehu.starter.protection.key.KeyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;

/** Gives each test context its database, virtual host, keys and issuer, made as production makes them: with separate, narrow roles. */
final class ServiceTestContext implements ContextCustomizer {

    private static final AtomicInteger COUNTER = new AtomicInteger();

    /** Found by Spring through {@code META-INF/spring.factories}. */
    static final class Factory implements ContextCustomizerFactory {

        @Override
        public @Nullable ContextCustomizer createContextCustomizer(
                Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
            return AnnotatedElementUtils.hasAnnotation(testClass, ServiceTest.class) ? new ServiceTestContext() : null;
        }
    }

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration merged) {
        ConfigurableEnvironment environment = context.getEnvironment();
        String name = "test_" + ProcessHandle.current().pid() + "_" + COUNTER.incrementAndGet();
        Map<String, Object> properties = new LinkedHashMap<>();
        database(name, properties);
        broker(name, environment, properties);
        tokens(properties);
        keys(name, properties);
        properties.put("management.server.port", "0");
        properties.put("logging.structured.format.console", "");
        environment.getPropertySources().addFirst(new MapPropertySource("kehu service test", properties));
    }

    /** All contexts of this kind are alike, so that Spring shares them. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ServiceTestContext;
    }

    @Override
    public int hashCode() {
        return ServiceTestContext.class.hashCode();
    }

    private static void database(String name, Map<String, Object> properties) {
        properties.putAll(ThrowawayPostgres.properties(ThrowawayPostgres.create(name)));
    }

    private static void broker(String name, ConfigurableEnvironment environment, Map<String, Object> properties) {
        String domain = environment.getProperty("kehu.messaging.domain");
        if (domain == null) {
            return;
        }
        RabbitServer server = TestServers.rabbit();
        server.management().createVirtualHost(name);
        new ServiceBroker(name, domain, name, "broker-secret").create(server.management());
        server.management().createUser("test-admin", "test");
        server.management().permit(name, "test-admin", ".*", ".*", ".*");
        properties.put("spring.rabbitmq.addresses", "amqp://127.0.0.1:" + server.port());
        properties.put("spring.rabbitmq.virtual-host", name);
        properties.put("spring.rabbitmq.username", name);
        properties.put("spring.rabbitmq.password", "broker-secret");
    }

    private static void tokens(Map<String, Object> properties) {
        TestIssuer issuer = TestIssuer.get();
        properties.put("spring.security.oauth2.resourceserver.jwt.issuer-uri", issuer.issuer());
        properties.put("spring.security.oauth2.client.provider.kehu.token-uri", issuer.tokenEndpoint());
    }

    private static void keys(String name, Map<String, Object> properties) {
        Path file = TestServers.home().resolve(name + ".keys.json");
        try {
            KeyFile.generate(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        properties.put("kehu.protection.key-file", file.toString());
    }
}
