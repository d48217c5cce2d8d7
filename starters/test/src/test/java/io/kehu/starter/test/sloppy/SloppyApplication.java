package io.kehu.starter.test.sloppy;

import static io.kehu.starter.security.Role.AGENT;

import com.nimbusds.jwt.JWTParser;
import io.kehu.starter.security.access.AccessRules;
import java.text.ParseException;
import java.time.Instant;
import java.util.Map;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** A service that does wrong what the contracts are there to find. */
@SpringBootApplication
public class SloppyApplication {

    record Thing(String name) {}

    /** Names an operation that is not there, and forgets one that is. */
    @Bean
    AccessRules rules() {
        return AccessRules.define()
                .allow(HttpMethod.GET, "/sample/v1/things", AGENT)
                .allow(HttpMethod.POST, "/sample/v1/things", AGENT)
                .allow(HttpMethod.DELETE, "/sample/v1/things", AGENT)
                .build();
    }

    /** Believes every token it can read. */
    @Bean
    JwtDecoder credulous() {
        return token -> {
            try {
                Map<String, Object> claims =
                        JWTParser.parse(token).getJWTClaimsSet().getClaims();
                return Jwt.withTokenValue(token)
                        .header("alg", "none")
                        .claims(all -> all.putAll(claims))
                        .claim("sub", "anybody")
                        .issuedAt(Instant.EPOCH)
                        .expiresAt(Instant.MAX)
                        .notBefore(Instant.EPOCH)
                        .build();
            } catch (ParseException e) {
                throw new BadJwtException("not a token");
            }
        };
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

        @GetMapping("/sample/v1/forgotten")
        String forgotten() {
            return "no rule";
        }

        @ExceptionHandler
        ResponseEntity<String> leaky(HttpMessageNotReadableException failure) {
            return ResponseEntity.badRequest().body(failure.toString());
        }
    }
}
