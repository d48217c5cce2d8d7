package io.kehu.feedback.complaint;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of complaints.
 *
 * @param autoConfirmAfter how long a customer may object to a resolution
 * @param scanBatch cases a scan takes in one transaction at most
 * @param scanInterval pause between two scans for clocks that have run out
 */
@Validated
@ConfigurationProperties("kehu.feedback.complaint")
record ComplaintProperties(
        @DefaultValue("7d") Duration autoConfirmAfter,
        @DefaultValue("500") @Min(1) @Max(5_000) int scanBatch,
        @DefaultValue("2s") Duration scanInterval) {}
