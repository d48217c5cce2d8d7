package io.kehu.customer.matching.model;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Takes away what does not tell values apart: width, case, accents, punctuation, spaces. */
final class Folding {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern JOINERS = Pattern.compile("['’`´]");
    private static final Pattern NO_ALNUM = Pattern.compile("[^\\p{L}\\p{N}]");
    private static final Pattern NO_DIGIT = Pattern.compile("[^0-9]");

    private Folding() {}

    /** Lower-case words without accents, separated by one space. */
    static String words(String raw) {
        String plain =
                MARKS.matcher(Normalizer.normalize(raw, Normalizer.Form.NFKD)).replaceAll("");
        String joined = JOINERS.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll("");
        return Normalizer.normalize(NO_WORD.matcher(joined).replaceAll(" ").strip(), Normalizer.Form.NFC);
    }

    static String alphanumeric(String raw) {
        return NO_ALNUM.matcher(Normalizer.normalize(raw, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT))
                .replaceAll("");
    }

    static String digits(String raw) {
        return NO_DIGIT.matcher(Normalizer.normalize(raw, Normalizer.Form.NFKC)).replaceAll("");
    }

    static String[] split(String words) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int to = words.indexOf(' '); to >= 0; to = words.indexOf(' ', from)) {
            parts.add(words.substring(from, to));
            from = to + 1;
        }
        parts.add(words.substring(from));
        return parts.toArray(String[]::new);
    }

    static String together(String words) {
        return words.replace(" ", "");
    }

    static String sortedTogether(String words) {
        String[] parts = split(words);
        Arrays.sort(parts);
        return String.join("", parts);
    }

    /** Soundex of a Latin word; other words stand for themselves. */
    static String sound(String word) {
        char first = word.charAt(0);
        if (first < 'a' || first > 'z') {
            return word;
        }
        StringBuilder code = new StringBuilder().append(first);
        int last = group(first);
        for (int i = 1; i < word.length() && code.length() < 4; i++) {
            int group = group(word.charAt(i));
            if (group > 0 && group != last) {
                code.append((char) ('0' + group));
            }
            if (group >= 0) {
                last = group;
            }
        }
        return code.toString();
    }

    static List<String> halves(String text) {
        int middle = text.length() / 2;
        return middle < 2 ? List.of(text) : List.of("a" + text.substring(0, middle), "b" + text.substring(middle));
    }

    /** Consonants that sound alike; 0 for vowels, which separate; -1 for h and w, which do not. */
    private static int group(char letter) {
        return switch (letter) {
            case 'b', 'f', 'p', 'v' -> 1;
            case 'c', 'g', 'j', 'k', 'q', 's', 'x', 'z' -> 2;
            case 'd', 't' -> 3;
            case 'l' -> 4;
            case 'm', 'n' -> 5;
            case 'r' -> 6;
            case 'h', 'w' -> -1;
            default -> 0;
        };
    }
}
