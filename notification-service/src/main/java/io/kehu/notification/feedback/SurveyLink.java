package io.kehu.notification.feedback;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The personal link of an invitation. Who has it can answer for the customer, so it is shown to nobody else and stored nowhere.
 *
 * @param url null when the invitation has none, or one that is no web address
 * @param state as feedback-service names it
 */
public record SurveyLink(
        UUID invitation,
        @Nullable String url,
        String state,
        @Nullable Instant expiresAt) {

    private static final Set<String> UNANSWERED = Set.of("CREATED", "SENT");

    /** Whether an answer would still be taken. */
    public boolean isOpen(Instant now) {
        return url != null && UNANSWERED.contains(state) && (expiresAt == null || now.isBefore(expiresAt));
    }

    /** Without the link. */
    @Override
    public String toString() {
        return "SurveyLink[" + invitation + ", " + state + "]";
    }
}
