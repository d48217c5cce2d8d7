package io.kehu.notification.dispatch;

import io.kehu.notification.gate.Gates.Passage;
import io.kehu.notification.gate.Reason;
import io.kehu.notification.gate.Verdict;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A verdict over a message, as it is kept for ever. */
record Decision(
        UUID message,
        String gate,
        String verdict,
        @Nullable String reason,
        @Nullable String detail,
        String ruleVersion) {

    /** Choosing and filling in the words is a gate as well, behind all others. */
    static final String TEMPLATE_GATE = "TEMPLATE";

    private static final String TEMPLATE_RULE = "1";

    static Decision of(UUID message, Passage passage) {
        return switch (passage.verdict()) {
            case Verdict.Allowed allowed -> of(message, passage, "ALLOWED", null);
            case Verdict.Refused refused -> of(message, passage, "REFUSED", refused.reason());
            case Verdict.Deferred deferred -> of(message, passage, "DEFERRED", deferred.reason());
        };
    }

    static Decision worded(UUID message, String words) {
        return new Decision(message, TEMPLATE_GATE, "ALLOWED", null, words, TEMPLATE_RULE);
    }

    static Decision wordless(UUID message, Reason reason, @Nullable String detail) {
        return new Decision(message, TEMPLATE_GATE, "REFUSED", reason.name(), detail, TEMPLATE_RULE);
    }

    private static Decision of(UUID message, Passage passage, String verdict, @Nullable Reason reason) {
        return new Decision(
                message, passage.gate(), verdict, reason == null ? null : reason.name(), null, passage.ruleVersion());
    }
}
