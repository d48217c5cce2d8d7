package io.kehu.customer.timeline;

import com.ibm.icu.text.Transliterator;
import io.kehu.starter.protection.token.SearchTokens;
import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** By what notes are found: pairs of neighbouring ideographs, and whole words and numbers of everything else. */
@Component
class NoteTokens {

    private static final String INDEX = "interaction.summary";
    private static final Pattern RUN = Pattern.compile("\\p{IsIdeographic}+|[\\p{L}\\p{N}&&[^\\p{IsIdeographic}]]+");
    private static final int LONGEST_WORD = 40;
    private static final Transliterator SIMPLIFIED = Transliterator.getInstance("Traditional-Simplified");

    private final SearchTokens tokens;

    NoteTokens(SearchTokens tokens) {
        this.tokens = tokens;
    }

    /** Of a text that is kept as well as of one that is asked for. Empty for what cannot be searched. */
    long[] of(String text) {
        Set<String> terms = new LinkedHashSet<>();
        RUN.matcher(folded(text)).results().map(MatchResult::group).forEach(run -> addTerms(terms, run));
        return tokens.tokens(INDEX, terms);
    }

    /** The form in which a found note must hold what was asked for. */
    static String folded(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[\\s\\p{Z}]+", " ")
                .strip();
        return plain.codePoints().anyMatch(Character::isIdeographic) ? SIMPLIFIED.transliterate(plain) : plain;
    }

    private static void addTerms(Set<String> terms, String run) {
        if (!Character.isIdeographic(run.codePointAt(0))) {
            terms.add(run.substring(0, Math.min(LONGEST_WORD, run.length())));
            return;
        }
        int[] points = run.codePoints().toArray();
        for (int i = 0; i + 1 < points.length; i++) {
            terms.add(new String(points, i, 2));
        }
    }
}
