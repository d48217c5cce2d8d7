package io.kehu.identity.lease;

import io.kehu.starter.test.ServiceTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/** The service with a clock that tests move; the sweep comes when a test calls it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ServiceTest
@Import({LeaseClock.class, Tills.class})
@TestPropertySource(properties = {"kehu.identity.leases.sweep-interval=7h", "kehu.identity.leases.sweep-batch=3"})
@interface LeaseTest {}
