package io.kehu.loyalty.coupon;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of coupons.
 *
 * @param attempts codes of one person that are refused within ten minutes before no more are looked at
 * @param integratorAttempts the same for a machine, behind which there are many tills or customers
 */
@Validated
@ConfigurationProperties("kehu.loyalty.coupon")
record CouponProperties(
        @Min(1) @DefaultValue("10") int attempts,
        @Min(1) @DefaultValue("100") int integratorAttempts) {}
