package io.kehu.identity.scheme;

import java.util.ArrayList;
import java.util.List;

/** Writes numbers that differ in their sequence only: what they share is laid out once, so each costs its digits and its check. */
final class NumberLayout {

    private final CheckAlgorithm check;
    /** What the month and the branch of issue decide. */
    private final List<Place> variables;

    private final Place sequence;
    private final Place checkCharacters;
    private final long capacity;
    private final char[] payload;
    private final char[] canonical;
    private final char[] display;

    /** Where a part starts in the payload of the check, in the canonical and in the display form. */
    private record Place(Part part, int payload, int canonical, int display) {}

    private NumberLayout(
            CheckAlgorithm check,
            List<Place> variables,
            Place sequence,
            Place checkCharacters,
            char[] payload,
            char[] canonical,
            char[] display) {
        this.check = check;
        this.variables = variables;
        this.sequence = sequence;
        this.checkCharacters = checkCharacters;
        this.capacity = sequence.part().radix().capacity(sequence.part().width());
        this.payload = payload;
        this.canonical = canonical;
        this.display = display;
    }

    /** With zeros for all that is not literal. */
    static NumberLayout blank(List<Part> parts, CheckAlgorithm check) {
        StringBuilder payload = new StringBuilder();
        StringBuilder canonical = new StringBuilder();
        StringBuilder display = new StringBuilder();
        List<Place> variables = new ArrayList<>();
        Place sequence = new Place(Part.sequence(Radix.DECIMAL, 0), 0, 0, 0);
        Place checkCharacters = sequence;
        for (Part part : parts) {
            Place place = new Place(part, payload.length(), canonical.length(), display.length());
            String text = part.text().isEmpty() ? "0".repeat(part.width()) : part.text();
            display.append(text);
            switch (part.kind()) {
                case SEPARATOR -> {
                    continue;
                }
                case YEAR, MONTH, BRANCH -> variables.add(place);
                case SEQUENCE -> sequence = place;
                case CHECK -> checkCharacters = place;
                case LITERAL -> {}
            }
            canonical.append(text);
            if (part.kind() != Part.Kind.CHECK) {
                payload.append(text);
            }
        }
        return new NumberLayout(
                check,
                List.copyOf(variables),
                sequence,
                checkCharacters,
                payload.toString().toCharArray(),
                canonical.toString().toCharArray(),
                display.toString().toCharArray());
    }

    /** With a month and a branch. */
    NumberLayout filled(Template.Context context) {
        if (variables.isEmpty()) {
            return this;
        }
        NumberLayout filled = new NumberLayout(
                check, variables, sequence, checkCharacters, payload.clone(), canonical.clone(), display.clone());
        for (Place place : variables) {
            filled.write(place, context);
        }
        return filled;
    }

    Template.Formatted format(long number) {
        return new Pen().format(number);
    }

    /** Writes one number after the other over the one before; for one thread. */
    final class Pen {

        private final char[] checked = payload.clone();
        private final char[] plain = canonical.clone();
        private final char[] shown = display.length == canonical.length ? plain : display.clone();

        Template.Formatted format(long number) {
            write(number);
            String canonicalNumber = new String(plain);
            return new Template.Formatted(canonicalNumber, shown == plain ? canonicalNumber : new String(shown));
        }

        void write(long number) {
            if (number < 0 || number > capacity) {
                throw new IllegalArgumentException("A template has sequences up to its capacity.");
            }
            int width = sequence.part().width();
            sequence.part().radix().write(number, checked, sequence.payload(), width);
            System.arraycopy(checked, sequence.payload(), plain, sequence.canonical(), width);
            check.write(checked, checked.length, plain, checkCharacters.canonical());
            if (shown != plain) {
                System.arraycopy(checked, sequence.payload(), shown, sequence.display(), width);
                System.arraycopy(plain, checkCharacters.canonical(), shown, checkCharacters.display(), check.length());
            }
        }

        /** The number written last; the array changes with the next one. */
        char[] canonical() {
            return plain;
        }

        /** The number written last, grouped for people; the array changes with the next one. */
        char[] display() {
            return shown;
        }
    }

    private void write(Place place, Template.Context context) {
        int width = place.part().width();
        switch (place.part().kind()) {
            case YEAR -> digits(context.year(), place);
            case MONTH -> digits(context.month(), place);
            default -> {
                if (context.branch().length() != width) {
                    throw new IllegalArgumentException("A template with a branch needs one of its width.");
                }
                context.branch().getChars(0, width, payload, place.payload());
            }
        }
        System.arraycopy(payload, place.payload(), canonical, place.canonical(), width);
        System.arraycopy(payload, place.payload(), display, place.display(), width);
    }

    private void digits(int value, Place place) {
        int width = place.part().width();
        if (value < 0 || value > Radix.DECIMAL.capacity(width)) {
            throw new IllegalArgumentException("A template's year and month fit their width.");
        }
        Radix.DECIMAL.write(value, payload, place.payload(), width);
    }
}
