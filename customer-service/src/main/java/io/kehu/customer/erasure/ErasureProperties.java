package io.kehu.customer.erasure;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of erasures.
 *
 * @param answerWithin how long a request may wait for its answer
 * @param secondPerson whether somebody else than who asked has to agree
 */
@Validated
@ConfigurationProperties("kehu.customer.erasure")
record ErasureProperties(@NotNull Duration answerWithin, boolean secondPerson) {}
