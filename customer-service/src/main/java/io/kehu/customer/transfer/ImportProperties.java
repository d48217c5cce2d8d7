package io.kehu.customer.transfer;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of imports.
 *
 * @param approvalThreshold creations and changes up to which nobody else has to agree
 * @param undoWindow how long an applied import can be undone; its file and the values before are forgotten afterwards
 * @param batchesAtOnce batches of one import that are worked on at the same time
 * @param patience how long a job waits for identity-service, about, before it stops and says so
 * @param progressStreams streams of progress open at the same time on one instance
 */
@Validated
@ConfigurationProperties("kehu.customer.import")
record ImportProperties(
        @DefaultValue("1000") @Min(0) int approvalThreshold,
        @DefaultValue("30d") @NotNull Duration undoWindow,
        @DefaultValue("2") @Min(1) @Max(16) int batchesAtOnce,
        @DefaultValue("1m") @NotNull Duration patience,
        @DefaultValue("200") @Min(1) @Max(10_000) int progressStreams) {}
