package io.kehu.notification.template;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with places to fill in, such as <code>You have {{balance}} points.</code> There is nothing else to it: no conditions, no loops, no
 * way to reach into anything. A place without a value is an error.
 */
final class Markup {

    private static final Pattern PLACE =
            Pattern.compile("\\{\\{ ?([a-z][A-Za-z0-9]{0,39}(?:\\.[a-z][A-Za-z0-9]{0,39})?) ?}}");

    /** No text at all. */
    static final Markup EMPTY = new Markup(List.of());

    private final List<Part> parts;

    private Markup(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    private record Part(String text, boolean variable) {}

    /** Where the value of a place comes from. */
    @FunctionalInterface
    interface Values {
        /** @throws MissingVariableException when there is none */
        String of(String variable);
    }

    /** Empty when the text has braces that are no place. */
    static Optional<Markup> parse(String text) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = PLACE.matcher(text);
        int position = 0;
        while (matcher.find()) {
            parts.add(new Part(text.substring(position, matcher.start()), false));
            parts.add(new Part(matcher.group(1), true));
            position = matcher.end();
        }
        parts.add(new Part(text.substring(position), false));
        // Three braces mean something else elsewhere, so they mean nothing here.
        boolean broken = text.contains("{{{")
                || text.contains("}}}")
                || parts.stream()
                        .anyMatch(part ->
                                part.text().contains("{{") || part.text().contains("}}"));
        return broken ? Optional.empty() : Optional.of(new Markup(parts));
    }

    Set<String> variables() {
        Set<String> variables = new LinkedHashSet<>();
        for (Part part : parts) {
            if (part.variable()) {
                variables.add(part.text());
            }
        }
        return variables;
    }

    /** @param escape applied to values, not to the text around them */
    String fill(Values values, UnaryOperator<String> escape) {
        StringBuilder filled = new StringBuilder();
        for (Part part : parts) {
            filled.append(part.variable() ? escape.apply(values.of(part.text())) : part.text());
        }
        return filled.toString();
    }
}
