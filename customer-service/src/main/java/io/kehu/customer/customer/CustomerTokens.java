package io.kehu.customer.customer;

import io.kehu.starter.protection.token.SearchTokens;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.LongStream;
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
    private static final String KEY = "customer.key";
    private static final String KEY_CHECK = "customer.key.check";

    /** Longer prefixes of a sound or word are found by the prefix of this length and then compared in the clear. */
    private static final int LONGEST_PREFIX = 12;

    private static final int SHORTEST_PREFIX = 2;

    private final SearchTokens tokens;

    CustomerTokens(SearchTokens tokens) {
        this.tokens = tokens;
    }

    /** A certain identity: 128 keyed bits over contact and name. */
    public record Key(String kind, long token, long token2) {}

    /** Everything a record is found by. */
    public long[] of(CustomerDraft draft) {
        LongStream all = LongStream.empty();
        PersonName name = draft.fullName();
        if (name != null) {
            all = LongStream.concat(all, LongStream.of(tokens.token(NAME, name.folded())));
            all = LongStream.concat(all, LongStream.of(tokens.tokens(NAME_GRAM, grams(name.folded()))));
            all = LongStream.concat(all, LongStream.of(tokens.tokens(NAME_SOUND, sounds(name))));
        }
        for (ContactPoint point : draft.contactPoints()) {
            all = LongStream.concat(all, contact(point));
        }
        return all.distinct().sorted().toArray();
    }

    /** Who has one of these is certainly the same customer. */
    public List<Key> keys(CustomerDraft draft) {
        PersonName name = draft.fullName();
        if (name == null) {
            return List.of();
        }
        Set<Key> keys = new LinkedHashSet<>();
        for (ContactPoint point : draft.contactPoints()) {
            boolean phone = point.kind() == ContactPoint.Kind.PHONE;
            String contact = phone ? point.value() : new MailAddress(point.value()).folded();
            String text = contact + "\0" + name.folded();
            keys.add(new Key(
                    phone ? "PHONE_NAME" : "EMAIL_NAME", tokens.token(KEY, text), tokens.token(KEY_CHECK, text)));
        }
        return List.copyOf(keys);
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

    private LongStream contact(ContactPoint point) {
        return switch (point.kind()) {
            case PHONE -> {
                PhoneNumber phone = new PhoneNumber(point.value());
                yield LongStream.of(tokens.token(PHONE, phone.e164()), tokens.token(PHONE_TAIL, phone.tail()));
            }
            case EMAIL -> LongStream.of(tokens.token(EMAIL, new MailAddress(point.value()).folded()));
        };
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

    private static Set<String> sounds(PersonName name) {
        Set<String> sounds = new LinkedHashSet<>();
        for (List<String> reading : NamePinyin.readings(name.folded())) {
            for (int from = 0; from < reading.size(); from++) {
                addPrefixes(sounds, String.join("", reading.subList(from, reading.size())));
            }
            StringBuilder initials = new StringBuilder();
            reading.forEach(syllable -> initials.append(syllable.charAt(0)));
            addPrefixes(sounds, initials.toString());
        }
        for (String word :
                PlainText.plain(name.value()).toLowerCase(Locale.ROOT).split("[\\s'’.·-]+", -1)) {
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
