package io.kehu.customer.customer;

import io.kehu.starter.protection.token.SearchTokens;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Which keyed tokens a customer is found by, and which a question asks for. Both sides live here, because they must agree for ever: a
 * change needs new index names and a backfill.
 */
@Component
public class CustomerTokens {

    private static final String PHONE = "customer.phone";
    private static final String PHONE_TAIL = "customer.phone.tail";
    private static final String EMAIL = "customer.email";
    private static final String NAME = "customer.name";
    private static final String NAME_GRAM = "customer.name.gram";
    private static final String NAME_SOUND = "customer.name.sound";
    private static final String IDENTIFIER = "customer.identifier";
    private static final String ACCOUNT = "customer.account";
    private static final String KEY = "customer.key";
    private static final String KEY_CHECK = "customer.key.check";

    /** Longer prefixes of a sound or word are found by the prefix of this length and then compared in the clear. */
    private static final int LONGEST_PREFIX = 12;

    private static final int SHORTEST_PREFIX = 2;

    private static final Pattern WORD_ENDS = Pattern.compile("[\\s'’.·-]+");

    private final SearchTokens tokens;

    CustomerTokens(SearchTokens tokens) {
        this.tokens = tokens;
    }

    /** A certain identity: 128 keyed bits over contact and name. */
    public record Key(String kind, long token, long token2) {}

    /** Everything a record is found by. */
    public long[] of(CustomerDraft draft) {
        List<long[]> all = new ArrayList<>();
        for (PersonName name : names(draft)) {
            String folded = name.folded();
            all.add(new long[] {tokens.token(NAME, folded)});
            all.add(tokens.tokens(NAME_GRAM, grams(folded)));
            all.add(tokens.tokens(NAME_SOUND, sounds(name, folded)));
        }
        all.add(tokens.tokens(IDENTIFIER, identifiers(draft.particulars())));
        draft.contactPoints().forEach(point -> all.add(contact(point)));
        return SearchTokens.distinct(all);
    }

    /** Who has one of these is certainly the same customer. */
    public List<Key> keys(CustomerDraft draft) {
        Set<Key> keys = new LinkedHashSet<>(identifierKeys(draft));
        PersonName name = draft.fullName();
        if (name == null) {
            return List.copyOf(keys);
        }
        String folded = name.folded();
        for (ContactPoint point : draft.contactPoints()) {
            switch (point.kind()) {
                case PHONE -> keys.add(key("PHONE_NAME", point.value() + "\0" + folded));
                case EMAIL -> keys.add(key("EMAIL_NAME", new MailAddress(point.value()).folded() + "\0" + folded));
                case WECHAT, ADDRESS, SOCIAL -> {
                    // Families share addresses and accounts, so these say nothing for certain.
                }
            }
        }
        return List.copyOf(keys);
    }

    /** Of the keys those over official numbers, which nobody shares whatever a caller says. */
    public List<Key> identifierKeys(CustomerDraft draft) {
        return identifiers(draft.particulars()).stream()
                .map(identifier -> key("NATIONAL_ID", identifier))
                .toList();
    }

    public long[] forNationalId(NationalId id) {
        return new long[] {tokens.token(IDENTIFIER, identifier(id))};
    }

    public long[] forForeignId(ForeignId id) {
        return new long[] {tokens.token(IDENTIFIER, identifier(id))};
    }

    public long[] forCreditCode(CreditCode code) {
        return new long[] {tokens.token(IDENTIFIER, identifier(code))};
    }

    /** @param network {@code wechat}, or the name of another network */
    public long[] forAccount(String network, String account) {
        return new long[] {tokens.token(ACCOUNT, (network + ":" + account).toLowerCase(Locale.ROOT))};
    }

    public long[] forPhone(PhoneNumber phone) {
        return new long[] {tokens.token(PHONE, phone.e164())};
    }

    public long[] forPhoneTail(String digits) {
        return new long[] {tokens.token(PHONE_TAIL, digits)};
    }

    public long[] forEmail(MailAddress address) {
        return new long[] {tokens.token(EMAIL, address.folded())};
    }

    /** Hanzi match anywhere in the name, two characters and more; one character matches names that are just that. */
    public long[] forHanzi(String text) {
        String folded = new PersonName(text).folded();
        List<String> grams = grams(folded);
        return grams.isEmpty() ? new long[] {tokens.token(NAME, folded)} : tokens.tokens(NAME_GRAM, grams);
    }

    /** Each word of Latin letters matches the sound from a character on, the initials, or a word of a Latin name. */
    public long[] forSound(String text) {
        List<String> prefixes = new ArrayList<>();
        for (String word : PlainText.plain(text).toLowerCase(Locale.ROOT).split("[\\s'’.-]+", -1)) {
            if (word.length() >= SHORTEST_PREFIX) {
                prefixes.add(word.substring(0, Math.min(LONGEST_PREFIX, word.length())));
            }
        }
        return tokens.tokens(NAME_SOUND, prefixes);
    }

    private long[] contact(ContactPoint point) {
        return switch (point.kind()) {
            case PHONE -> {
                PhoneNumber phone = new PhoneNumber(point.value());
                yield new long[] {tokens.token(PHONE, phone.e164()), tokens.token(PHONE_TAIL, phone.tail())};
            }
            case EMAIL -> forEmail(new MailAddress(point.value()));
            case WECHAT -> forAccount("wechat", point.value());
            case SOCIAL -> new long[] {tokens.token(ACCOUNT, point.value().toLowerCase(Locale.ROOT))};
            case ADDRESS -> new long[0];
        };
    }

    private Key key(String kind, String text) {
        return new Key(kind, tokens.token(KEY, text), tokens.token(KEY_CHECK, text));
    }

    /** Every name a customer has or had. */
    private static List<PersonName> names(CustomerDraft draft) {
        List<PersonName> names = new ArrayList<>(draft.particulars().formerNames());
        if (draft.fullName() != null) {
            names.addFirst(draft.fullName());
        }
        return names;
    }

    private static List<String> identifiers(Particulars particulars) {
        List<String> identifiers = new ArrayList<>();
        if (particulars.nationalId() != null) {
            identifiers.add(identifier(particulars.nationalId()));
        }
        if (particulars.foreignId() != null) {
            identifiers.add(identifier(particulars.foreignId()));
        }
        if (particulars.creditCode() != null) {
            identifiers.add(identifier(particulars.creditCode()));
        }
        return identifiers;
    }

    private static String identifier(NationalId id) {
        return "national\0CN\0" + id.value();
    }

    private static String identifier(ForeignId id) {
        return "foreign\0" + id.country() + "\0" + id.folded();
    }

    private static String identifier(CreditCode code) {
        return "credit\0" + code.value();
    }

    /** Pairs of neighbouring characters of a name with ideographs in it. */
    private static List<String> grams(String folded) {
        if (folded.codePoints().noneMatch(Character::isIdeographic)) {
            return List.of();
        }
        int[] points = folded.codePoints().toArray();
        List<String> grams = new ArrayList<>();
        for (int i = 0; i + 1 < points.length; i++) {
            grams.add(new String(points, i, 2));
        }
        return grams;
    }

    private static Set<String> sounds(PersonName name, String folded) {
        Set<String> sounds = new LinkedHashSet<>();
        for (List<String> reading : NamePinyin.readings(folded)) {
            for (int from = 0; from < reading.size(); from++) {
                addPrefixes(sounds, String.join("", reading.subList(from, reading.size())));
            }
            StringBuilder initials = new StringBuilder();
            reading.forEach(syllable -> initials.append(syllable.charAt(0)));
            addPrefixes(sounds, initials.toString());
        }
        for (String word : WORD_ENDS.split(PlainText.plain(name.value()).toLowerCase(Locale.ROOT), -1)) {
            if (word.codePoints().noneMatch(Character::isIdeographic)) {
                addPrefixes(sounds, word);
            }
        }
        return sounds;
    }

    private static void addPrefixes(Set<String> into, String text) {
        for (int length = SHORTEST_PREFIX; length <= Math.min(LONGEST_PREFIX, text.length()); length++) {
            into.add(text.substring(0, length));
        }
    }
}
