package io.kehu.identity.number;

import io.kehu.identity.scheme.Scheme;
import io.kehu.identity.scheme.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which single mistakes may have made a number's check characters wrong: one character typed wrongly, or two neighbours swapped. */
final class TypoHints {

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
            String symbols = scheme.template().symbols(place);
            for (int i = 0; i < symbols.length(); i++) {
                if (symbols.charAt(i) != typed) {
                    String changed = wrong.substring(0, place) + symbols.charAt(i) + wrong.substring(place + 1);
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
        // The template alone tells whether the check is right; most candidates end here, before their order is undone.
        Optional<Template.Parsed> right = scheme.template().read(text).filter(Template.Parsed::checkValid);
        right.flatMap(valid -> scheme.read(valid.canonical()))
                .ifPresent(valid -> candidates.add(new Candidate(valid.canonical(), mistake, place + 1, valid)));
    }
}
