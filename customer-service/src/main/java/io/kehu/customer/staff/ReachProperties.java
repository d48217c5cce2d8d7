package io.kehu.customer.staff;

import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How far roles see unless something else is said about a person.
 *
 * @param agent how far agents see
 * @param manager how far managers see
 */
@Validated
@ConfigurationProperties("kehu.customer.reach")
public record ReachProperties(@NotNull Reach agent, @NotNull Reach manager) {}
