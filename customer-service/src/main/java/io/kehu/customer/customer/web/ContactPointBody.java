package io.kehu.customer.customer.web;

import io.kehu.customer.customer.ContactPoint;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * A way to reach a customer, as written.
 *
 * @param kind PHONE or EMAIL
 * @param value a phone in any usual format (without country code: China) or a mail address
 * @param label such as {@code work}
 */
public record ContactPointBody(
        ContactPoint.@NotNull Kind kind,
        @NotBlank @Size(max = 300) String value,
        @Size(max = 40) @Nullable String label) {}
