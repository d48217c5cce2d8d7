package io.kehu.identity.scheme;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the text of a template apart and refuses what cannot make numbers. */
final class TemplateReader {

    private static final Pattern TOKEN =
            Pattern.compile("\\{([a-zA-Z][a-zA-Z0-9]*)(?::(\\d{1,2}))?}|([A-Z0-9]+)|([-. /]+)");
    private static final int LONGEST = 40;
    private static final int WIDEST_BRANCH = 8;

    private TemplateReader() {}

    static List<Part> parts(String text, CheckAlgorithm check) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        int position = 0;
        while (position < text.length()) {
            if (!matcher.find(position) || matcher.start() != position) {
                throw new Template.TemplateException("template-character");
            }
            parts.add(part(matcher, check));
            position = matcher.end();
        }
        verify(parts, check);
        return parts;
    }

    private static Part part(Matcher matcher, CheckAlgorithm check) {
        if (matcher.group(3) != null) {
            return Part.literal(matcher.group(3));
        }
        if (matcher.group(4) != null) {
            return Part.separator(matcher.group(4));
        }
        String name = matcher.group(1);
        int width = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        for (Radix radix : Radix.values()) {
            if (radix.partName().equals(name)) {
                return Part.sequence(radix, width);
            }
        }
        return switch (name) {
            case "yyyy" -> Part.of(Part.Kind.YEAR, 4);
            case "MM" -> Part.of(Part.Kind.MONTH, 2);
            case "branch" -> Part.of(Part.Kind.BRANCH, width);
            case "check" -> Part.of(Part.Kind.CHECK, check.length());
            default -> throw new Template.TemplateException("template-part-unknown");
        };
    }

    private static void verify(List<Part> parts, CheckAlgorithm check) {
        once(parts, Part.Kind.SEQUENCE, true);
        once(parts, Part.Kind.CHECK, true);
        once(parts, Part.Kind.BRANCH, false);
        once(parts, Part.Kind.YEAR, false);
        once(parts, Part.Kind.MONTH, false);
        int length = 0;
        for (Part part : parts) {
            if (part.kind() == Part.Kind.SEQUENCE) {
                verifySequence(part, check);
            }
            if (part.kind() == Part.Kind.BRANCH && (part.width() < 1 || part.width() > WIDEST_BRANCH)) {
                throw new Template.TemplateException("template-branch-width");
            }
            length += part.width();
        }
        if (length > LONGEST) {
            throw new Template.TemplateException("template-length");
        }
    }

    private static void verifySequence(Part part, CheckAlgorithm check) {
        if (!part.radix().fits(part.width())) {
            throw new Template.TemplateException("template-sequence-width");
        }
        if (part.radix() != Radix.DECIMAL && !check.coversLetters()) {
            throw new Template.TemplateException("/check", "check-covers-digits-only");
        }
    }

    private static void once(List<Part> parts, Part.Kind kind, boolean required) {
        long count = parts.stream().filter(part -> part.kind() == kind).count();
        if (count > 1 || (required && count == 0)) {
            throw new Template.TemplateException("template-parts");
        }
    }
}
