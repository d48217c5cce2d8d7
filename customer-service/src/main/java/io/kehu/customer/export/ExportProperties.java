package io.kehu.customer.export;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of exports.
 *
 * @param approvalThreshold rows with personal values in the clear up to which nobody else has to agree
 * @param agentLimit rows that somebody who is only an agent gets
 * @param mostRows rows of a CSV file; a sheet of a workbook holds 1,048,575
 * @param expiry how long a file can be downloaded, and how long a request waits for a second person
 * @param downloads how often a file can be downloaded
 * @param recordKept how long the stated reason is kept; who asked for what is kept for ever
 * @param progressStreams streams of progress open at the same time on one instance
 * @param purposes what exports may be for, by code
 */
@Validated
@ConfigurationProperties("kehu.customer.export")
record ExportProperties(
        @DefaultValue("1000") @Min(0) int approvalThreshold,
        @DefaultValue("500") @Min(1) int agentLimit,
        @DefaultValue("5000000") @Min(1) @Max(100_000_000) int mostRows,
        @DefaultValue("24h") @NotNull Duration expiry,
        @DefaultValue("5") @Min(1) int downloads,
        @DefaultValue("400d") @NotNull Duration recordKept,
        @DefaultValue("200") @Min(1) @Max(10_000) int progressStreams,
        @NotEmpty Map<@Pattern(regexp = ExportRequest.PURPOSE_CODE) String, @Valid PurposeName> purposes) {

    /** What people read for a purpose. */
    record PurposeName(@NotBlank String zh, @NotBlank String en) {

        String in(String language) {
            return language.equals("zh") ? zh : en;
        }
    }
}
