package io.kehu.customer.customer.web;

import io.kehu.customer.customer.Consent;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a customer agreed to, or took back.
 *
 * @param at when they said it; now when missing
 * @param notice version of the text they were shown
 * @param evidence where the proof is; kept sealed
 */
public record ConsentBody(
        Consent.@NotNull Channel channel,
        Consent.@NotNull Purpose purpose,
        Consent.@NotNull State state,
        @Nullable Instant at,

        @Schema(example = "privacy-2026-03") @Pattern(regexp = "[\\p{L}\\p{N}._:/-]{1,100}") @Nullable
        String notice,

        @Schema(example = "录音 4711, 00:42") @Size(min = 1, max = 500) @Nullable
        String evidence) {}
