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
 * @param typed in one form of characters
 * @param text what is looked for
 * @param tokens what a record must be found by; empty for what is no value of the record
 */
record Question(Kind kind, String typed, String text, long[] tokens) {

    private static final Pattern NUMBER = Pattern.compile("[A-Z]{1,6}\\d{6,30}");
    private static final Pattern PREFIXED = Pattern.compile("([A-Za-z][A-Za-z0-9-]{1,30})\\s?:\\s?@?(\\S.{0,99})");
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    private static final Pattern TAIL = Pattern.compile("\\d{4}");
    private static final Pattern DIGITS = Pattern.compile("\\+?[\\d\\s().-]{7,25}");

    private static final Pattern ORDER = Pattern.compile("(?=.*\\d)[A-Za-z0-9][A-Za-z0-9._/#-]{2,99}");
    private static final char TAG = '#';
    private static final long[] NO_TOKENS = new long[0];

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
        TAG,
        ORDER,
        NOTHING
    }

    private Question(Kind kind, String text, long[] tokens) {
        this(kind, text, text, tokens);
    }

    /** Sources write their order numbers as they like, so one may look like a customer number or a phone. */
    boolean mayBeOrder() {
        return ORDER.matcher(typed).matches();
    }

    static Question of(String typed, String region, CustomerTokens tokens) {
        String text = Normalizer.normalize(typed, Normalizer.Form.NFKC).strip();
        String canonical = text.replaceAll("[-. ]", "").toUpperCase(Locale.ROOT);
        if (NUMBER.matcher(canonical).matches()) {
            return new Question(Kind.NUMBER, text, canonical, NO_TOKENS);
        }
        if (!text.isEmpty() && text.charAt(0) == TAG) {
            return new Question(Kind.TAG, text.substring(1).strip(), NO_TOKENS);
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
                    .orElseGet(() -> order(text));
        }
        if (ORDER.matcher(text).matches()) {
            return order(text);
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

    private static Question order(String text) {
        return ORDER.matcher(text).matches() ? new Question(Kind.ORDER, text, NO_TOKENS) : nothing(text);
    }

    private static Question nothing(String text) {
        return new Question(Kind.NOTHING, text, NO_TOKENS);
    }
}
