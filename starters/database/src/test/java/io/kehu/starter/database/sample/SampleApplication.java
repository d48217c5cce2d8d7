package io.kehu.starter.database.sample;

import io.kehu.servers.ServiceDatabase;
import io.kehu.servers.ThrowawayPostgres;
import io.kehu.starter.database.SchemaPart;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** A service with two starters that bring tables, and a table of its own. */
@SpringBootApplication
public class SampleApplication {

    /** Starts the service on the database. */
    public static ConfigurableApplicationContext start(ServiceDatabase database, Map<String, String> settings) {
        Map<String, Object> properties = new TreeMap<>(ThrowawayPostgres.properties(database));
        properties.put("spring.flyway.placeholders.house_name", "Kehu");
        properties.putAll(settings);
        SpringApplication application = new SpringApplication(SampleApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setLogStartupInfo(false);
        // Above application.yaml, as an operator's environment is.
        return application.run(properties.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new));
    }

    @Bean
    @Order(2)
    SchemaPart boxes(Environment environment) {
        return new SchemaPart("boxes", "classpath:parts/" + environment.getProperty("sample.boxes", "second"));
    }

    @Bean
    @Order(1)
    SchemaPart shelves() {
        return new SchemaPart("shelves", "classpath:parts/first");
    }
}
