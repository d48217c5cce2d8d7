package io.kehu.identity.scheme;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Numbers as the first release wrote them, by replacing text: slow, and plain enough to be believed. */
final class SlowTemplate {

    private static final Pattern PART = Pattern.compile("\\{([a-zA-Z0-9]+)(?::(\\d+))?}");

    private SlowTemplate() {}

    static Template.Formatted format(String template, CheckAlgorithm check, long sequence, Template.Context context) {
        String payload = fill(template, "", sequence, context).replaceAll("[-. /]", "");
        String display = fill(template, check.compute(payload), sequence, context);
        return new Template.Formatted(display.replaceAll("[-. /]", ""), display);
    }

    private static String fill(String template, String check, long sequence, Template.Context context) {
        return PART.matcher(template).replaceAll(part -> value(part, check, sequence, context));
    }

    private static String value(MatchResult part, String check, long sequence, Template.Context context) {
        return switch (part.group(1)) {
            case "yyyy" -> "%04d".formatted(context.year());
            case "MM" -> "%02d".formatted(context.month());
            case "branch" -> context.branch();
            case "seq" -> ("%0" + part.group(2) + "d").formatted(sequence);
            case "seq32" -> crockford(sequence, Integer.parseInt(part.group(2)));
            case "check" -> check;
            default -> throw new IllegalArgumentException(part.group());
        };
    }

    /** By way of Java's own radix 32, whose letters A to V are moved past I, L, O and U. */
    private static String crockford(long sequence, int width) {
        String java = Long.toString(sequence, 32).toUpperCase(Locale.ROOT);
        StringBuilder moved = new StringBuilder("0".repeat(width - java.length()));
        for (char symbol : java.toCharArray()) {
            int letter = symbol - 'A';
            moved.append(letter < 0 ? symbol : "ABCDEFGHJKMNPQRSTVWXYZ".charAt(letter));
        }
        return moved.toString();
    }
}
