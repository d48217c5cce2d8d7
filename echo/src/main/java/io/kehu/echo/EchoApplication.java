package io.kehu.echo;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The program. */
@SpringBootApplication
public class EchoApplication {

    static void main(String[] arguments) {
        SpringApplication.run(EchoApplication.class, arguments);
    }
}
