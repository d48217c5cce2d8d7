package io.kehu.loyalty;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts loyalty-service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class LoyaltyApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(LoyaltyApplication.class, arguments);
    }
}
