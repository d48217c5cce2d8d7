package io.kehu.customer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.cloud.openfeign.EnableFeignClients;

/** Starts customer-service. */
@SpringBootApplication
@EnableFeignClients
@ConfigurationPropertiesScan
public class CustomerApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(CustomerApplication.class, arguments);
    }
}
