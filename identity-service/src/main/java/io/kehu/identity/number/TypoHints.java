package io.kehu.identity.number;

import io.kehu.identity.scheme.Scheme;
import io.kehu.identity.scheme.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which single mistakes may have made a number's check characters wrong: one character typed wrongly, or two neighbours swapped. */
final class TypoHints {

    private static final String DIGITS = "0123456789";
    private static final String LETTERS_AND_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private TypoHints() {}

    /** What somebody may have done. */
    enum Mistake {
        /** Another character was typed. */
        REPLACED,
        /** The character and the one behind it changed places. */
        SWAPPED
    }

    /**
     * A number whose check characters are right.
     *
     * @param place of the mistake in the canonical form, from 1
     */
    record Candidate(String canonical, Mistake mistake, int place, Template.Parsed parsed) {}

    /** In the order of places. Whether the numbers were ever issued is another question. */
    static List<Candidate> candidates(Scheme scheme, String wrong) {
        List<Candidate> candidates = new ArrayList<>();
        for (int place = 0; place < wrong.length(); place++) {
            char typed = wrong.charAt(place);
            String others = Character.isDigit(typed) && scheme.check().isNumeric() ? DIGITS : LETTERS_AND_DIGITS;
            for (int i = 0; i < others.length(); i++) {
                if (others.charAt(i) != typed) {
                    String changed = wrong.substring(0, place) + others.charAt(i) + wrong.substring(place + 1);
                    add(candidates, scheme, changed, Mistake.REPLACED, place);
                }
            }
            if (place + 1 < wrong.length() && wrong.charAt(place + 1) != typed) {
                String changed =
                        wrong.substring(0, place) + wrong.charAt(place + 1) + typed + wrong.substring(place + 2);
                add(candidates, scheme, changed, Mistake.SWAPPED, place);
            }
        }
        return candidates;
    }

    private static void add(List<Candidate> candidates, Scheme scheme, String text, Mistake mistake, int place) {
        Optional<Template.Parsed> parsed = scheme.read(text);
        parsed.filter(Template.Parsed::checkValid)
                .ifPresent(valid -> candidates.add(new Candidate(text, mistake, place + 1, valid)));
    }
}
