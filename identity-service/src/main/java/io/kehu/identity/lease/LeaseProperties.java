package io.kehu.identity.lease;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of leases.
 *
 * @param sweepInterval pause between two searches for leases that are over
 * @param sweepBatch leases a search ends in one transaction at most
 */
@Validated
@ConfigurationProperties("kehu.identity.leases")
record LeaseProperties(
        @DefaultValue("1m") Duration sweepInterval,
        @DefaultValue("100") @Min(1) @Max(1_000) int sweepBatch) {}
