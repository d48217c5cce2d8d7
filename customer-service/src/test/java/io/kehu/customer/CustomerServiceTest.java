package io.kehu.customer;

import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.ServiceTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;
import org.wiremock.spring.ConfigureWireMock;
import org.wiremock.spring.EnableWireMock;

/**
 * customer-service on real PostgreSQL and RabbitMQ, with the other services played by WireMock, identity-service by {@link IdentityStub}.
 * It answers as its API document says, or not at all.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ServiceTest
@TestPropertySource(properties = "kehu.customer.import.patience=4s")
@Import(DeclaredAnswers.class)
@EnableWireMock(
        @ConfigureWireMock(
                name = "peers",
                baseUrlProperties = {
                    "kehu.peers.identity",
                    "kehu.peers.loyalty",
                    "kehu.peers.feedback",
                    "kehu.peers.notification"
                },
                filesUnderClasspath = "wiremock/peers",
                extensions = IdentityStub.class))
public @interface CustomerServiceTest {}
