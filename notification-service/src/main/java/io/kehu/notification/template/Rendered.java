package io.kehu.notification.template;

import org.jspecify.annotations.Nullable;

/**
 * A text as one recipient reads it. Never stored, never logged.
 *
 * @param language of the text
 * @param version of the template in that language
 */
public record Rendered(
        Language language,
        int version,
        String subject,
        String text,
        @Nullable String html) {

    /** Without the words. */
    @Override
    public String toString() {
        return "Rendered[" + language.tag() + "/" + version + "]";
    }
}
