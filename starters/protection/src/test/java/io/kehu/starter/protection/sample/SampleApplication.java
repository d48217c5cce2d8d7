package io.kehu.starter.protection.sample;

import io.kehu.starter.protection.mask.Mask;
import io.kehu.starter.protection.mask.Unmasking;
import io.kehu.starter.security.Role;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** A service that keeps personal data. */
@SpringBootApplication
public class SampleApplication {

    @Bean
    Unmasking unmasking() {
        return new Unmasking(Map.of(Role.AGENT, Set.of(Mask.PHONE, Mask.NAME), Role.MANAGER, Set.of(Mask.EMAIL)));
    }
}
