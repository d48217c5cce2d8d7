package io.kehu.starter.test.good;

import static io.kehu.starter.security.Role.AGENT;

import io.kehu.starter.security.access.AccessRules;
import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** A service as it should be. */
@SpringBootApplication
public class GoodApplication {

    record Thing(@NotBlank String name) {}

    @Bean
    AccessRules rules() {
        return AccessRules.define()
                .allow(HttpMethod.GET, "/sample/v1/things", AGENT)
                .allow(HttpMethod.POST, "/sample/v1/things", AGENT)
                .open(HttpMethod.GET, "/v3/api-docs")
                .open(HttpMethod.GET, "/v3/api-docs.yaml")
                .build();
    }

    /** The operations. */
    @RestController
    static class Controller {

        @GetMapping("/sample/v1/things")
        Thing read() {
            return new Thing("a");
        }

        @PostMapping("/sample/v1/things")
        Thing write(@RequestBody Thing thing) {
            return thing;
        }
    }
}
