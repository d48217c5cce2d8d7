package io.kehu.customer.customer;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How much the sources of values are trusted.
 *
 * @param trusted most trusted first; sources not named come last
 */
@Validated
@ConfigurationProperties("kehu.customer.survivorship")
record SurvivorshipProperties(@NotEmpty List<@NotNull Source> trusted) {}
