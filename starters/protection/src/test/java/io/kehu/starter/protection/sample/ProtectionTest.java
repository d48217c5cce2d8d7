package io.kehu.starter.protection.sample;

import io.kehu.servers.ThrowawayPostgres;
import io.kehu.starter.protection.key.KeyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;

/** The sample on a real database with a key file of its own, one for all test classes. */
@ContextConfiguration(initializers = ProtectionTest.Settings.class)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = SampleApplication.class)
@Target(ElementType.TYPE)
public @interface ProtectionTest {

    /** Makes what an operator makes. */
    final class Settings implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            TestPropertyValues.of(ThrowawayPostgres.properties(ThrowawayPostgres.create("protection_tests")))
                    .and("kehu.protection.key-file=" + newKeyFile())
                    .applyTo(context);
        }

        /** A fresh one in a folder that goes with the run. */
        static Path newKeyFile() {
            try {
                Path folder = Files.createTempDirectory("kehu-keys-");
                folder.toFile().deleteOnExit();
                Path file = folder.resolve("keys.json");
                KeyFile.generate(file);
                file.toFile().deleteOnExit();
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
