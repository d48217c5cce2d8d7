package io.kehu.starter.observability;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A service that logs, and depends on something that is away. */
@SpringBootApplication
public class SampleApplication {

    @Bean
    HealthIndicator broker() {
        return () -> Health.down().withDetail("address", "secret-host:5672").build();
    }

    /** Operations that write a line. */
    @RestController
    static class Controller {

        private static final Logger log = LoggerFactory.getLogger(Controller.class);

        @GetMapping("/say")
        String say() {
            log.info("A line with \"quotes\",\na break and 客户");
            return "said";
        }

        @PostMapping("/take")
        String take(@RequestParam String phone, @RequestBody String body) {
            log.info("Taken {}", body.length());
            return "taken";
        }

        @GetMapping("/fail")
        String fail() {
            throw new IllegalStateException("broken");
        }
    }
}
