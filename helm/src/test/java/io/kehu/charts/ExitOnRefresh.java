package io.kehu.charts;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;

/** A program in the shape of our services: something that happens like Flyway, something that serves, something that runs at the end. */
class ExitOnRefresh {

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(ExitOnRefresh.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.run(arguments);
    }

    /** Flyway runs while its bean is made, too. */
    @Bean
    Object migration() {
        if (System.getenv("FAIL") != null) {
            throw new IllegalStateException("The migration failed.");
        }
        System.out.println("migrated");
        return new Object();
    }

    @Bean
    SmartLifecycle server() {
        return new SmartLifecycle() {
            @Override
            public void start() {
                System.out.println("serving");
            }

            @Override
            public void stop() {
                System.out.println("stopped");
            }

            @Override
            public boolean isRunning() {
                return false;
            }
        };
    }

    @Bean
    ApplicationRunner runner() {
        return arguments -> System.out.println("ran");
    }
}
