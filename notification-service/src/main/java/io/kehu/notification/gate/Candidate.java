package io.kehu.notification.gate;

import io.kehu.notification.Channel;
import io.kehu.notification.Purpose;
import io.kehu.notification.customer.Recipient;
import io.kehu.notification.feedback.SurveyLink;
import io.kehu.notification.suppression.ContactAddress;
import io.kehu.notification.suppression.Suppression;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that wants to be sent now, and all the gates may know about it.
 *
 * @param address the recipient's, parsed; null when there is none or it cannot be written to
 * @param suppressions in force for the address
 * @param needsLink whether the text shows a survey link
 * @param link the link; null when feedback-service does not know it
 */
public record Candidate(
        UUID message,
        Purpose purpose,
        Channel channel,
        Instant expiresAt,
        Recipient recipient,
        @Nullable ContactAddress address,
        List<Suppression> suppressions,
        boolean needsLink,
        @Nullable SurveyLink link,
        Instant now) {

    public Candidate {
        suppressions = List.copyOf(suppressions);
    }
}
