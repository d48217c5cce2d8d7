package io.kehu.notification.support;

import io.kehu.notification.dispatch.Sending;
import io.kehu.starter.test.ServiceTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;
import org.wiremock.spring.ConfigureWireMock;
import org.wiremock.spring.EnableWireMock;

/**
 * The whole service with a real mail server and its peers by WireMock. No worker runs by itself: tests send when they want to, and see the
 * states in between.
 */
@ServiceTest
@Import({NotificationTestConfiguration.class, Sending.class})
@EnableWireMock({
    @ConfigureWireMock(
            name = "customer",
            baseUrlProperties = "kehu.peers.customer",
            filesUnderClasspath = "wiremock/customer"),
    @ConfigureWireMock(
            name = "feedback",
            baseUrlProperties = "kehu.peers.feedback",
            filesUnderClasspath = "wiremock/feedback")
})
@TestPropertySource(
        properties = {
            "kehu.notification.dispatch.workers=0",
            "kehu.notification.dispatch.urgent-workers=0",
            "kehu.notification.dispatch.recovery-poll=1h",
            // Tests take peers away and bring them back faster than a breaker forgets.
            "resilience4j.circuitbreaker.configs.default.wait-duration-in-open-state=50ms"
        })
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface NotificationTest {}
