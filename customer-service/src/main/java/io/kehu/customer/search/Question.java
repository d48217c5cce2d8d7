package io.kehu.customer.search;

import io.kehu.customer.customer.CustomerTokens;
import io.kehu.customer.customer.MailAddress;
import io.kehu.customer.customer.PersonName;
import io.kehu.customer.customer.PhoneNumber;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What somebody typed into the one box, and what it most likely is.
 *
 * @param kind how it is answered
 * @param text what was typed, cleaned
 * @param tokens what a record must be found by; empty for numbers
 */
record Question(Kind kind, String text, long[] tokens) {

    private static final Pattern NUMBER = Pattern.compile("[A-Z]{1,6}\\d{6,30}");
    private static final Pattern TAIL = Pattern.compile("\\d{4}");
    private static final Pattern DIGITS = Pattern.compile("\\+?[\\d\\s().-]{7,25}");

    /** Classes of questions. */
    enum Kind {
        NUMBER,
        EMAIL,
        PHONE,
        PHONE_TAIL,
        NAME,
        SOUND,
        NOTHING
    }

    static Question of(String typed, String region, CustomerTokens tokens) {
        String text = Normalizer.normalize(typed, Normalizer.Form.NFKC).strip();
        String canonical = text.replaceAll("[-. ]", "").toUpperCase(Locale.ROOT);
        if (NUMBER.matcher(canonical).matches()) {
            return new Question(Kind.NUMBER, canonical, new long[0]);
        }
        if (text.contains("@")) {
            return MailAddress.parse(text)
                    .map(address -> new Question(Kind.EMAIL, text, tokens.forEmail(address)))
                    .orElseGet(() -> nothing(text));
        }
        if (TAIL.matcher(text).matches()) {
            return new Question(Kind.PHONE_TAIL, text, tokens.forPhoneTail(text));
        }
        if (DIGITS.matcher(text).matches()) {
            return PhoneNumber.parse(text, region)
                    .map(phone -> new Question(Kind.PHONE, text, tokens.forPhone(phone)))
                    .orElseGet(() -> nothing(text));
        }
        return PersonName.parse(text).map(name -> named(text, tokens)).orElseGet(() -> nothing(text));
    }

    private static Question named(String text, CustomerTokens tokens) {
        if (text.codePoints().anyMatch(Character::isIdeographic)) {
            return new Question(Kind.NAME, text, tokens.forHanzi(text));
        }
        long[] sounds = tokens.forSound(text);
        return sounds.length == 0 ? nothing(text) : new Question(Kind.SOUND, text, sounds);
    }

    private static Question nothing(String text) {
        return new Question(Kind.NOTHING, text, new long[0]);
    }
}
