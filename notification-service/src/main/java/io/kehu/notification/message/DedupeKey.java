package io.kehu.notification.message;

import java.util.Set;
import java.util.UUID;

/** What a message must not be sent twice for, such as {@code order:SZ01-0042:shipped}. Readable, so that people see what it is about. */
public record DedupeKey(String value) {

    static final String PATTERN = "[A-Za-z0-9][A-Za-z0-9._:/-]{0,199}";

    /** First parts of the keys we make ourselves. */
    private static final Set<String> OURS = Set.of("evt", "camp", "birthday", "care", "journey");

    public DedupeKey {
        if (!value.matches(PATTERN)) {
            throw new IllegalArgumentException("Not a dedupe key.");
        }
    }

    /** The key of what one event sets off. */
    public static DedupeKey ofEvent(UUID event, String template) {
        return new DedupeKey("evt:" + event + ":" + template);
    }

    /** Whether callers may use it: not one of ours, and nothing of a person in it. */
    static boolean isFree(String value) {
        int colon = value.indexOf(':');
        boolean ours = colon > 0 && OURS.contains(value.substring(0, colon));
        return !ours && !PersonalHints.in(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
