package io.kehu.starter.messaging;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What every event carries besides its data (CloudEvents 1.0).
 *
 * @param id unique; consumers recognise duplicates by it
 * @param source {@code /<service>}
 * @param type {@code <domain>.<entity>.<fact>.v<n>}
 * @param subject what the fact is about: a customer number or an aggregate's id
 * @param subjectVersion grows with every fact about the same subject from the same source; a smaller one is stale
 * @param time when the fact was committed, or close to it
 * @param traceparent W3C trace context of what caused it
 */
public record EventEnvelope(
        UUID id,
        String source,
        String type,
        String subject,
        long subjectVersion,
        Instant time,
        @Nullable String traceparent) {}
