package io.kehu.customer.matching;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of matching.
 *
 * @param duplicateChecksPerMinute how many duplicate checks a caller may make in a minute
 */
@Validated
@ConfigurationProperties("kehu.customer")
record MatchingProperties(@DefaultValue("60") @Min(1) int duplicateChecksPerMinute) {}
