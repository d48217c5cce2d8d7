package io.kehu.customer.bulk;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of jobs over many customers.
 *
 * @param progressStreams streams of progress open at the same time on one instance
 */
@Validated
@ConfigurationProperties("kehu.customer.bulk")
public record BulkProperties(@Positive int progressStreams) {}
