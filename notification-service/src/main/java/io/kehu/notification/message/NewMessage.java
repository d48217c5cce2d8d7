package io.kehu.notification.message;

import io.kehu.notification.CustomerNumber;
import io.kehu.notification.template.TemplateKey;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A wish to reach a customer.
 *
 * @param parameters of the text; numbers, codes and times
 * @param notBefore when it may be sent; null for now
 * @param expiresAt when it is of no use any more
 * @param source type of the event that set it off, or {@code http}
 * @param requestedBy who asked
 * @param traceparent trace of the cause
 */
public record NewMessage(
        DedupeKey dedupeKey,
        CustomerNumber number,
        TemplateKey template,
        Map<String, Object> parameters,
        @Nullable Instant notBefore,
        Instant expiresAt,
        String source,
        String requestedBy,
        @Nullable String traceparent) {

    public NewMessage {
        parameters = Map.copyOf(parameters);
    }

    /** The same with another end. */
    public NewMessage until(Instant otherEnd) {
        return new NewMessage(
                dedupeKey, number, template, parameters, notBefore, otherEnd, source, requestedBy, traceparent);
    }
}
