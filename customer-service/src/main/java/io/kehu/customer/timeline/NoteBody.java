package io.kehu.customer.timeline;

import io.kehu.customer.customer.CustomerNumber;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody writes down about a customer.
 *
 * @param kind NOTE for what is to be remembered; CALL, VISIT, MAIL, CHAT and MEETING mean that somebody was in touch
 * @param channel by which way
 * @param at when it happened, RFC 3339, not in the future and not before 1990; now when missing
 * @param summary in the writer's words; kept encrypted, found by two or more hanzi or by whole words
 * @param ref what it is about, such as an order or case number
 */
record NoteBody(
        @NotNull Kind kind,
        @Nullable ContactChannel channel,
        @Nullable Instant at,

        @NotBlank @Size(max = 4000) @Schema(example = "客户询问保修期 / asked about the warranty")
        String summary,

        @Schema(example = "ticket-4711") @Size(min = 1, max = 100) @Nullable
        String ref) {

    /** What was done. */
    enum Kind {
        NOTE("note"),
        CALL("contact.call"),
        VISIT("contact.visit"),
        MAIL("contact.mail"),
        CHAT("contact.chat"),
        MEETING("contact.meeting");

        private final String timelineKind;

        Kind(String timelineKind) {
            this.timelineKind = timelineKind;
        }

        String timelineKind() {
            return timelineKind;
        }
    }

    /**
     * One interaction another system knows of.
     *
     * @param number customer number
     * @param source the other system
     * @param externalId its id there; the same one is kept once
     */
    record Told(
            @Schema(example = "C00000000135") @NotNull @Pattern(regexp = CustomerNumber.PATTERN)
            String number,

            @NotNull @Pattern(regexp = "[a-z][a-z0-9-]{0,30}") @Schema(example = "callcenter")
            String source,

            @NotBlank @Size(max = 200) @Schema(example = "call-20261122-0042")
            String externalId,

            @NotNull Kind kind,
            @Nullable ContactChannel channel,
            @NotNull Instant at,

            @Schema(example = "客户询问保修期 / asked about the warranty") @NotBlank @Size(max = 4000)
            String summary,

            @Schema(example = "ticket-4711") @Size(min = 1, max = 100) @Nullable
            String ref) {}
}
