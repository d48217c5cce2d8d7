package io.kehu.starter.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class StarterDefaultsTests {

    private final StandardEnvironment environment = new StandardEnvironment();

    @Test
    void fillsWhatNobodySaid() {
        new StarterDefaults().postProcessEnvironment(environment, new SpringApplication());

        assertThat(environment.getProperty("sample.greeting")).isEqualTo("hello");
    }

    @Test
    void yieldsToWhatAServiceSays() {
        environment
                .getPropertySources()
                .addLast(new MapPropertySource("application", Map.of("sample.greeting", "good evening")));

        new StarterDefaults().postProcessEnvironment(environment, new SpringApplication());

        assertThat(environment.getProperty("sample.greeting")).isEqualTo("good evening");
    }
}
