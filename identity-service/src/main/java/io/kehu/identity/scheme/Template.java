package io.kehu.identity.scheme;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a number is put together, such as <code>C-{seq:9}-{check}</code>. Literals are upper-case letters and digits; {@code -}, space, dot
 * and slash group the display form only. Parts: {@code {yyyy}}, {@code {MM}}, {@code {branch:n}}, {@code {seq:n}} with 4 to 18 decimal
 * digits or {@code {seq32:n}} with 4 to 12 digits and letters that are not mistaken for each other, {@code {check}}.
 */
public final class Template {

    private static final String SEPARATORS = "-. /";

    private final String text;
    private final CheckAlgorithm check;
    private final List<Part> parts;
    private final int length;
    private final NumberLayout blank;
    private final Slot year;
    private final Slot month;
    private final Slot branch;
    private final Slot sequence;
    private final Slot checkCharacters;

    private Template(String text, CheckAlgorithm check, List<Part> parts) {
        this.text = text;
        this.check = check;
        this.parts = List.copyOf(parts);
        this.length = parts.stream().mapToInt(Part::width).sum();
        this.blank = NumberLayout.blank(parts, check);
        this.year = slot(Part.Kind.YEAR);
        this.month = slot(Part.Kind.MONTH);
        this.branch = slot(Part.Kind.BRANCH);
        this.sequence = slot(Part.Kind.SEQUENCE);
        this.checkCharacters = slot(Part.Kind.CHECK);
    }

    /** What goes into one number besides its sequence. */
    public record Context(int year, int month, String branch) {}

    /** A number in both forms. */
    public record Formatted(String canonical, String display) {}

    /**
     * What a number says.
     *
     * @param canonical the number as it is issued: what was read, with look-alikes replaced
     */
    public record Parsed(
            long sequence, String year, String month, String branch, boolean checkValid, String canonical) {

        Parsed withSequence(long other) {
            return new Parsed(other, year, month, branch, checkValid, canonical);
        }
    }

    /** @throws TemplateException with the code of the rule that is broken */
    public static Template parse(String text, CheckAlgorithm check) {
        return new Template(text, check, TemplateReader.parts(text, check));
    }

    /** The template cannot make numbers. */
    public static final class TemplateException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String pointer;
        private final String code;

        TemplateException(String code) {
            this("/template", code);
        }

        TemplateException(String pointer, String code) {
            super(code);
            this.pointer = pointer;
            this.code = code;
        }

        /** The field of the definition that should change. */
        public String pointer() {
            return pointer;
        }

        /** Its text is {@code field.<code>} of the bundles. */
        public String code() {
            return code;
        }
    }

    /** Upper case, without separators, full-width characters made plain. What looks alike is told apart by {@link #read} only. */
    public static String canonicalise(String number) {
        String plain = isAscii(number) ? number : Normalizer.normalize(number, Normalizer.Form.NFKC);
        String stripped = plain.strip();
        char[] kept = new char[stripped.length()];
        int size = 0;
        for (int i = 0; i < stripped.length(); i++) {
            char symbol = stripped.charAt(i);
            if (SEPARATORS.indexOf(symbol) < 0) {
                kept[size++] = symbol;
            }
        }
        return new String(kept, 0, size).toUpperCase(Locale.ROOT);
    }

    public String text() {
        return text;
    }

    /** The largest sequence that fits. */
    public long capacity() {
        return sequence.part().radix().capacity(sequence.width());
    }

    /** Digits of the branch code; 0 when the template has none. */
    public int branchWidth() {
        return branch.width();
    }

    public boolean hasYear() {
        return year.width() > 0;
    }

    /** For many numbers that differ in their sequence only. */
    NumberLayout layout(Context context) {
        return blank.filled(context);
    }

    public Formatted format(long number, Context context) {
        return layout(context).format(number);
    }

    /** Empty when the text does not have the shape of this scheme's numbers. */
    public Optional<Parsed> read(String canonicalNumber) {
        char[] number = canonicalNumber.toCharArray();
        if (!accept(number)) {
            return Optional.empty();
        }
        return Optional.of(new Parsed(
                sequence.part().radix().read(number, sequence.at(), sequence.width()),
                year.in(number),
                month.in(number),
                branch.in(number),
                isCheckRight(number),
                sequence.part().radix() == Radix.DECIMAL ? canonicalNumber : new String(number)));
    }

    /** The characters that can stand at a place of the canonical form, from 0. */
    public String symbols(int place) {
        int position = 0;
        for (Part part : parts) {
            if (place < position + part.width()) {
                return part.symbols(place - position, check);
            }
            position += part.width();
        }
        return "";
    }

    /** Which texts are read as numbers of this template. */
    NumberShape shape() {
        List<String> places = new ArrayList<>(length);
        for (Part part : parts) {
            for (int place = 0; place < part.width(); place++) {
                places.add(part.readable(place, check));
            }
        }
        return new NumberShape(places);
    }

    /** The display form of a canonical number of this shape. */
    public String display(String canonicalNumber) {
        StringBuilder display = new StringBuilder();
        int position = 0;
        for (Part part : parts) {
            if (part.kind() == Part.Kind.SEPARATOR) {
                display.append(part.text());
            } else {
                display.append(canonicalNumber, position, position + part.width());
                position += part.width();
            }
        }
        return display.toString();
    }

    private boolean accept(char[] number) {
        if (number.length != length) {
            return false;
        }
        int position = 0;
        for (Part part : parts) {
            if (!part.accept(number, position)) {
                return false;
            }
            position += part.width();
        }
        return true;
    }

    private boolean isCheckRight(char[] number) {
        int from = checkCharacters.at();
        int to = from + checkCharacters.width();
        char[] payload = new char[length];
        System.arraycopy(number, 0, payload, 0, from);
        System.arraycopy(number, to, payload, from, length - to);
        char[] expected = new char[to - from];
        check.write(payload, length - expected.length, expected, 0);
        return Arrays.equals(number, from, to, expected, 0, expected.length);
    }

    private Slot slot(Part.Kind kind) {
        int position = 0;
        for (Part part : parts) {
            if (part.kind() == kind) {
                return new Slot(part, position);
            }
            position += part.width();
        }
        return new Slot(Part.of(kind, 0), 0);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(symbol -> symbol < 128);
    }

    /** Where a part stands in the canonical form; without width when the template does not have it. */
    private record Slot(Part part, int at) {

        int width() {
            return part.width();
        }

        String in(char[] number) {
            return new String(number, at, width());
        }
    }
}
