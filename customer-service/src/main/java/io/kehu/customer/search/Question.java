package io.kehu.customer.search;

import io.kehu.customer.customer.CreditCode;
import io.kehu.customer.customer.CustomerTokens;
import io.kehu.customer.customer.ForeignId;
import io.kehu.customer.customer.MailAddress;
import io.kehu.customer.customer.NationalId;
import io.kehu.customer.customer.PersonName;
import io.kehu.customer.customer.PhoneNumber;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
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
    private static final Pattern PREFIXED = Pattern.compile("([A-Za-z][A-Za-z0-9-]{1,30})\\s?:\\s?@?(\\S.{0,99})");
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    private static final Pattern TAIL = Pattern.compile("\\d{4}");
    private static final Pattern DIGITS = Pattern.compile("\\+?[\\d\\s().-]{7,25}");

    /** Classes of questions. */
    enum Kind {
        NUMBER,
        EMAIL,
        PHONE,
        PHONE_TAIL,
        NATIONAL_ID,
        CREDIT_CODE,
        ACCOUNT,
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
        Optional<Question> identifier = identifier(text, tokens);
        if (identifier.isPresent()) {
            return identifier.get();
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

    /** Official numbers prove themselves by their check characters, or by the country in front; accounts by their network. */
    private static Optional<Question> identifier(String text, CustomerTokens tokens) {
        Optional<NationalId> nationalId = NationalId.parse(text);
        if (nationalId.isPresent()) {
            return nationalId.map(id -> new Question(Kind.NATIONAL_ID, text, tokens.forNationalId(id)));
        }
        Optional<CreditCode> creditCode = CreditCode.parse(text);
        if (creditCode.isPresent()) {
            return creditCode.map(code -> new Question(Kind.CREDIT_CODE, text, tokens.forCreditCode(code)));
        }
        Matcher prefixed = PREFIXED.matcher(text);
        if (!prefixed.matches()) {
            return Optional.empty();
        }
        String prefix = prefixed.group(1);
        String rest = prefixed.group(2);
        Optional<ForeignId> foreignId =
                COUNTRY.matcher(prefix).matches() ? ForeignId.parse(prefix, rest) : Optional.empty();
        return Optional.of(foreignId
                .map(id -> new Question(Kind.NATIONAL_ID, text, tokens.forForeignId(id)))
                .orElseGet(() -> new Question(Kind.ACCOUNT, text, tokens.forAccount(prefix, rest))));
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
