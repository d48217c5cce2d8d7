package io.kehu.customer;

import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.ServiceTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.wiremock.spring.ConfigureWireMock;
import org.wiremock.spring.EnableWireMock;

/** customer-service on real PostgreSQL and RabbitMQ, with identity-service played by {@link IdentityStub}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ServiceTest
@EnableWireMock(
        @ConfigureWireMock(
                name = "identity",
                baseUrlProperties = "kehu.peers.identity",
                filesUnderClasspath = "wiremock/identity",
                extensions = IdentityStub.class))
public @interface CustomerServiceTest {}
