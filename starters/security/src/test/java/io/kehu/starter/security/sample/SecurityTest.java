package io.kehu.starter.security.sample;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;

/** The sample on a real port with an issuer of its own. */
@ContextConfiguration(initializers = SecurityTest.IssuerSettings.class)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Target(ElementType.TYPE)
@interface SecurityTest {

    /** Tells the sample where its issuer is. */
    final class IssuerSettings implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            Issuer issuer = new Issuer();
            context.getBeanFactory().registerSingleton("issuer", issuer);
            TestPropertyValues.of(
                            "spring.security.oauth2.resourceserver.jwt.issuer-uri=" + issuer.address(),
                            "spring.security.oauth2.client.registration.kehu.client-id=sample-service",
                            "spring.security.oauth2.client.registration.kehu.client-secret=sample-secret",
                            "spring.security.oauth2.client.registration.kehu.authorization-grant-type=client_credentials",
                            "spring.security.oauth2.client.provider.kehu.token-uri=" + issuer.address()
                                    + "/protocol/openid-connect/token")
                    .applyTo(context);
        }
    }
}
