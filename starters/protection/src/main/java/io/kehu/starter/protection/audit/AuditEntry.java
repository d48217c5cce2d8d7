package io.kehu.starter.protection.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One deed.
 *
 * @param action a verb phrase of the service, such as {@code customer.reveal}
 * @param object what it was done to, usually a customer number
 * @param fields names, never values
 * @param purpose why the data is processed, where that was stated
 * @param reason what the caller said
 * @param allowed whether it happened
 */
public record AuditEntry(
        String action,
        String object,
        List<String> fields,
        @Nullable String purpose,
        @Nullable String reason,
        boolean allowed) {

    public AuditEntry {
        fields = List.copyOf(fields);
    }

    public static AuditEntry of(String action, String object, String... fields) {
        return new AuditEntry(action, object, List.of(fields), null, null, true);
    }

    public AuditEntry because(String statedReason) {
        return new AuditEntry(action, object, fields, purpose, statedReason, allowed);
    }

    public AuditEntry refused() {
        return new AuditEntry(action, object, fields, purpose, reason, false);
    }
}
