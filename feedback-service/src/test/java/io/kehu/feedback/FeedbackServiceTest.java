package io.kehu.feedback;

import io.kehu.feedback.merge.Stumble;
import io.kehu.feedback.survey.Invitees;
import io.kehu.starter.test.ServiceTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;

/** The whole service with a clock that tests can move, and an ear on what it tells others. One for all test classes. */
@ServiceTest
@Import({MovableClock.class, Broker.class, Invitees.class, Stumble.class})
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface FeedbackServiceTest {}
