package io.kehu.identity.scheme;

import java.math.BigInteger;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a number is put together, such as <code>C-{seq:9}-{check}</code>. Literals are upper-case letters and digits; {@code -}, space, dot
 * and slash group the display form only. Parts: {@code {yyyy}}, {@code {MM}}, {@code {branch:n}}, {@code {seq:n}}, {@code {check}}.
 */
public final class Template {

    private static final Pattern TOKEN = Pattern.compile("\\{([a-zA-Z]+)(?::(\\d{1,2}))?}|([A-Z0-9]+)|([-. /]+)");
    private static final Pattern SEPARATORS = Pattern.compile("[-. /]");
    private static final int LONGEST = 40;
    private static final int NARROWEST_SEQUENCE = 4;
    private static final int WIDEST_SEQUENCE = 18;

    private enum Kind {
        LITERAL,
        SEPARATOR,
        YEAR,
        MONTH,
        BRANCH,
        SEQUENCE,
        CHECK
    }

    private record Part(Kind kind, int width, String text) {}

    private final String text;
    private final CheckAlgorithm check;
    private final List<Part> parts;
    private final Pattern canonical;

    private Template(String text, CheckAlgorithm check, List<Part> parts) {
        this.text = text;
        this.check = check;
        this.parts = List.copyOf(parts);
        this.canonical = canonicalPattern(parts);
    }

    /** What goes into one number besides its sequence. */
    public record Context(int year, int month, String branch) {}

    /** A number in both forms. */
    public record Formatted(String canonical, String display) {}

    /** What a canonical number says. */
    public record Parsed(long sequence, String year, String month, String branch, boolean checkValid) {}

    /** @throws TemplateException with the code of the rule that is broken */
    public static Template parse(String text, CheckAlgorithm check) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        int position = 0;
        while (position < text.length()) {
            if (!matcher.find(position) || matcher.start() != position) {
                throw new TemplateException("template-character");
            }
            parts.add(part(matcher, check));
            position = matcher.end();
        }
        verify(parts);
        return new Template(text, check, parts);
    }

    /** The template cannot make numbers. */
    public static final class TemplateException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String code;

        TemplateException(String code) {
            super(code);
            this.code = code;
        }

        /** Its text is {@code field.<code>} of the bundles. */
        public String code() {
            return code;
        }
    }

    /** Upper case, without separators, full-width characters made plain. */
    public static String canonicalise(String number) {
        String plain = Normalizer.normalize(number, Normalizer.Form.NFKC).strip();
        return SEPARATORS.matcher(plain).replaceAll("").toUpperCase(Locale.ROOT);
    }

    public String text() {
        return text;
    }

    /** The largest sequence that fits. */
    public long capacity() {
        return BigInteger.TEN.pow(width(Kind.SEQUENCE)).longValueExact() - 1;
    }

    /** Digits of the branch code; 0 when the template has none. */
    public int branchWidth() {
        return parts.stream().anyMatch(part -> part.kind() == Kind.BRANCH) ? width(Kind.BRANCH) : 0;
    }

    public boolean hasYear() {
        return parts.stream().anyMatch(part -> part.kind() == Kind.YEAR);
    }

    public Formatted format(long sequence, Context context) {
        StringBuilder payload = new StringBuilder();
        for (Part part : parts) {
            if (part.kind() != Kind.CHECK && part.kind() != Kind.SEPARATOR) {
                payload.append(value(part, sequence, context));
            }
        }
        String checkText = check.compute(payload.toString());
        StringBuilder plain = new StringBuilder();
        StringBuilder display = new StringBuilder();
        for (Part part : parts) {
            String value = part.kind() == Kind.CHECK ? checkText : value(part, sequence, context);
            display.append(value);
            if (part.kind() != Kind.SEPARATOR) {
                plain.append(value);
            }
        }
        return new Formatted(plain.toString(), display.toString());
    }

    /** Empty when the text does not have the shape of this scheme's numbers. */
    public Optional<Parsed> read(String canonicalNumber) {
        Matcher matcher = canonical.matcher(canonicalNumber);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        StringBuilder payload = new StringBuilder();
        int position = 0;
        String found = "";
        for (Part part : parts) {
            if (part.kind() == Kind.SEPARATOR) {
                continue;
            }
            String value = canonicalNumber.substring(position, position + part.width());
            position += part.width();
            if (part.kind() == Kind.CHECK) {
                found = value;
            } else {
                payload.append(value);
            }
        }
        return Optional.of(new Parsed(
                Long.parseLong(matcher.group("seq")),
                group(matcher, "yyyy", hasYear()),
                group(matcher, "mm", parts.stream().anyMatch(part -> part.kind() == Kind.MONTH)),
                group(matcher, "branch", branchWidth() > 0),
                check.isValid(payload.toString(), found)));
    }

    /** The display form of a canonical number of this shape. */
    public String display(String canonicalNumber) {
        StringBuilder display = new StringBuilder();
        int position = 0;
        for (Part part : parts) {
            if (part.kind() == Kind.SEPARATOR) {
                display.append(part.text());
            } else {
                display.append(canonicalNumber, position, position + part.width());
                position += part.width();
            }
        }
        return display.toString();
    }

    private int width(Kind kind) {
        return parts.stream()
                .filter(part -> part.kind() == kind)
                .findFirst()
                .orElseThrow()
                .width();
    }

    private static String group(Matcher matcher, String name, boolean present) {
        return present ? matcher.group(name) : "";
    }

    private static String value(Part part, long sequence, Context context) {
        return switch (part.kind()) {
            case LITERAL, SEPARATOR -> part.text();
            case YEAR -> padded(context.year(), 4);
            case MONTH -> padded(context.month(), 2);
            case BRANCH -> context.branch();
            case SEQUENCE -> padded(sequence, part.width());
            case CHECK -> "";
        };
    }

    private static String padded(long value, int width) {
        String digits = Long.toString(value);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }

    private static Part part(Matcher matcher, CheckAlgorithm check) {
        if (matcher.group(3) != null) {
            return new Part(Kind.LITERAL, matcher.group(3).length(), matcher.group(3));
        }
        if (matcher.group(4) != null) {
            return new Part(Kind.SEPARATOR, 0, matcher.group(4));
        }
        String name = matcher.group(1);
        int width = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        return switch (name) {
            case "yyyy" -> new Part(Kind.YEAR, 4, "");
            case "MM" -> new Part(Kind.MONTH, 2, "");
            case "branch" -> new Part(Kind.BRANCH, width, "");
            case "seq" -> new Part(Kind.SEQUENCE, width, "");
            case "check" -> new Part(Kind.CHECK, check.length(), "");
            default -> throw new TemplateException("template-part-unknown");
        };
    }

    private static void verify(List<Part> parts) {
        once(parts, Kind.SEQUENCE, true);
        once(parts, Kind.CHECK, true);
        once(parts, Kind.BRANCH, false);
        once(parts, Kind.YEAR, false);
        once(parts, Kind.MONTH, false);
        int length = 0;
        for (Part part : parts) {
            if (part.kind() == Kind.SEQUENCE && (part.width() < NARROWEST_SEQUENCE || part.width() > WIDEST_SEQUENCE)) {
                throw new TemplateException("template-sequence-width");
            }
            if (part.kind() == Kind.BRANCH && (part.width() < 1 || part.width() > 8)) {
                throw new TemplateException("template-branch-width");
            }
            length += part.width();
        }
        if (length > LONGEST) {
            throw new TemplateException("template-length");
        }
    }

    private static void once(List<Part> parts, Kind kind, boolean required) {
        long count = parts.stream().filter(part -> part.kind() == kind).count();
        if (count > 1 || (required && count == 0)) {
            throw new TemplateException("template-parts");
        }
    }

    private static Pattern canonicalPattern(List<Part> parts) {
        StringBuilder regex = new StringBuilder();
        for (Part part : parts) {
            regex.append(
                    switch (part.kind()) {
                        case LITERAL -> part.text();
                        case SEPARATOR -> "";
                        case YEAR -> "(?<yyyy>\\d{4})";
                        case MONTH -> "(?<mm>0[1-9]|1[0-2])";
                        case BRANCH -> "(?<branch>\\d{" + part.width() + "})";
                        case SEQUENCE -> "(?<seq>\\d{" + part.width() + "})";
                        case CHECK -> "[0-9A-Z]{" + part.width() + "}";
                    });
        }
        return Pattern.compile(regex.toString());
    }
}
