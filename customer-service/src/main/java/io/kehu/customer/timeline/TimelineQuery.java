package io.kehu.customer.timeline;

import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a timeline is narrowed to. Bound from the query of a request. */
record TimelineQuery(
        @Parameter(description = "Beginning of the kind, such as `loyalty.points` or `contact`.")
        @Pattern(regexp = "[a-z0-9.]{1,100}")
        @Nullable
        String kind,

        @Parameter(description = "By which way somebody was in touch.") @Nullable
        ContactChannel channel,

        @Parameter(description = "Not before, RFC 3339.") @Nullable
        Instant from,

        @Parameter(description = "Before, RFC 3339.") @Nullable
        Instant to) {

    Interactions.Filter filter(boolean notes) {
        return new Interactions.Filter(kind, channel == null ? null : channel.name(), from, to, notes);
    }
}
