package io.kehu.customer;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of customer-service.
 *
 * @param numberScheme scheme of identity-service that customers get their number from
 * @param defaultRegion ISO 3166 code that phones without country code are read with
 * @param zone the time zone of customers' days, such as birthdays
 */
@Validated
@ConfigurationProperties("kehu.customer")
public record CustomerProperties(
        @NotBlank String numberScheme,
        @Pattern(regexp = "[A-Z]{2}") String defaultRegion,
        @NotNull ZoneId zone) {}
