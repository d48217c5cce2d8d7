package io.kehu.starter.security.sample;

import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.MANAGER;
import static io.kehu.starter.security.Role.SERVICE;

import io.kehu.starter.security.access.AccessRules;
import io.kehu.starter.security.token.Caller;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** A service with an operation of each kind. */
@SpringBootApplication
public class SampleApplication {

    @Bean
    AccessRules rules() {
        return AccessRules.define()
                .open(HttpMethod.GET, "/sample/v1/open")
                .open(HttpMethod.GET, "/v3/api-docs")
                .allow(HttpMethod.GET, "/sample/v1/caller", AGENT, SERVICE)
                .allow(HttpMethod.GET, "/sample/v1/things/{id}", AGENT)
                .allow(HttpMethod.POST, "/sample/v1/things/{id}", MANAGER)
                .allow(HttpMethod.GET, "/sample/v1/denied", AGENT)
                .build();
    }

    /** A part that a starter brings. */
    @Bean
    AccessRules rulesOfAStarter() {
        return AccessRules.define()
                .allow(HttpMethod.GET, "/sample/v1/part", MANAGER)
                .build();
    }

    /** The operations. */
    @RestController
    @RequestMapping("/sample/v1")
    static class Controller {

        @GetMapping("/open")
        String open() {
            return Caller.current().map(Caller::subject).orElse("nobody");
        }

        @GetMapping("/caller")
        Map<String, Object> caller() {
            Caller caller = Caller.required();
            Map<String, Object> answer = new TreeMap<>();
            answer.put("subject", caller.subject());
            answer.put("name", caller.name());
            answer.put("roles", caller.roles());
            answer.put("originatingSubject", caller.originatingSubject());
            answer.put("customerNumber", String.valueOf(caller.customerNumber()));
            return answer;
        }

        @GetMapping("/things/{id}")
        String read() {
            return "read";
        }

        @PostMapping("/things/{id}")
        String write() {
            return "written";
        }

        @GetMapping("/part")
        String part() {
            return "part";
        }

        @GetMapping("/denied")
        String denied() {
            throw new AccessDeniedException("secret words");
        }

        @GetMapping("/forgotten")
        String forgotten() {
            return "nobody wrote a rule for this";
        }

        @PostMapping(path = "/forgotten", consumes = "application/json")
        String forgottenToo() {
            return "nor for this";
        }
    }
}
