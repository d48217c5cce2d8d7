package io.kehu.customer.catalogue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.regex.MatchResult;

/** Regular expressions of administrators, on an engine whose time grows with the text and not with what somebody contrived. */
final class TextPattern {

    /** The engine writes counted repeats out, nested ones multiplied. */
    private static final long MOST_REPEATS = 1_000;

    private static final java.util.regex.Pattern COUNTED =
            java.util.regex.Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?\\}");
    private static final Cache<String, Pattern> COMPILED =
            Caffeine.newBuilder().maximumSize(500).build();

    private TextPattern() {}

    static boolean valid(String pattern) {
        if (!bounded(pattern)) {
            return false;
        }
        try {
            Pattern.compile(pattern);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    /** Whether all counted repeats in a text, multiplied, stay small. */
    static boolean bounded(String text) {
        long product = 1;
        for (MatchResult repeat : COUNTED.matcher(text).results().toList()) {
            String upper = repeat.group(2);
            String count = upper == null || upper.isEmpty() ? repeat.group(1) : upper;
            product *= Math.max(1, Long.parseLong(count));
            if (product > MOST_REPEATS) {
                return false;
            }
        }
        return true;
    }

    /** Whether the whole text matches. */
    static boolean matches(String pattern, String text) {
        return COMPILED.get(pattern, Pattern::compile).matches(text);
    }
}
