package io.kehu.customer.transfer;

import io.kehu.customer.customer.Consent;
import io.kehu.customer.customer.ContactPoint;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.DraftParser.RawBirthDate;
import io.kehu.customer.customer.DraftParser.RawContact;
import io.kehu.customer.customer.DraftParser.RawDraft;
import io.kehu.customer.customer.ParticularsParser.RawForeignId;
import io.kehu.customer.customer.ParticularsParser.RawParticulars;
import io.kehu.customer.customer.Sex;
import io.kehu.customer.identity.Numbers;
import io.kehu.customer.ownership.ImportedOwnership;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The values of one row, collected cell by cell; what cannot be understood becomes a reason. */
final class RowCells {

    private static final Pattern PARTS = Pattern.compile("[:.]");
    private static final Pattern DECIMAL_ZERO = Pattern.compile("^(\\d+)\\.0+$");
    private static final Pattern ROUNDED = Pattern.compile("\\d(\\.\\d+)?[eE]\\+?\\d+");
    private static final Pattern NUMBER = Pattern.compile(CustomerNumber.PATTERN);
    private static final Pattern ISSUED = Pattern.compile("([A-Za-z]{2})\\s?:\\s?(\\S.*)");
    private static final Pattern LUNAR_WORDS = Pattern.compile("农历|農曆|阴历|陰曆|旧历|舊曆|(?i:lunar)");
    private static final Pattern LEAP = Pattern.compile("闰|閏");
    private static final int LONGEST_REFERENCE = 200;

    private final DateOrder dateOrder;
    private final Map<String, String> texts = new HashMap<>();
    private final AddressCells address = new AddressCells();
    private final List<RawContact> contacts = new ArrayList<>();
    private final List<Numbers.ExternalId> references = new ArrayList<>();
    private final List<Consent> consents = new ArrayList<>();
    private final List<String> tags = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();
    private @Nullable String number;
    private CustomerDraft.@Nullable Kind kind;
    private CustomerDraft.@Nullable Stage stage;
    private @Nullable Sex sex;
    private @Nullable String birthDate;
    private boolean lunar;
    private boolean leapMonth;

    RowCells(DateOrder dateOrder) {
        this.dateOrder = dateOrder;
    }

    @Nullable
    String number() {
        return number;
    }

    List<Numbers.ExternalId> references() {
        return references;
    }

    List<Consent> consents() {
        return consents;
    }

    Belonging belonging() {
        ImportedOwnership.Said ownership =
                new ImportedOwnership.Said(texts.get("owner"), texts.get("team"), texts.get("pool"));
        return new Belonging(ownership, tags);
    }

    List<String> reasons() {
        return reasons;
    }

    /** Whether the row itself says what the customer is, by a word or by a number that only organisations have. */
    boolean saysKind() {
        return kind != null || texts.containsKey("creditCode");
    }

    /** Whether the row says who it is about. */
    boolean saysWho() {
        return fullName() != null
                || number != null
                || !references.isEmpty()
                || texts.containsKey("nationalId")
                || texts.containsKey("foreignId")
                || texts.containsKey("creditCode");
    }

    /** @param target of a column, but of no custom field */
    void fill(String target, String value) {
        String[] parts = PARTS.split(target, -1);
        switch (parts[0]) {
            case "number" -> number(value);
            case "kind" -> kind = known("kind", CellWords.kind(value));
            case "stage" -> stage = known("stage", CellWords.stage(value));
            case "sex" -> sex = known("sex", CellWords.sex(value));
            case "birthDate" -> birthDate(value);
            case "lunarBirthDate" -> lunarBirthDate(value);
            case "phone", "email", "wechat" ->
                contacts(ContactPoint.Kind.valueOf(parts[0].toUpperCase(Locale.ROOT)), "", value);
            case "social" -> contacts(ContactPoint.Kind.SOCIAL, parts.length > 1 ? parts[1] + ":" : "", value);
            case "address" ->
                address.put(
                        parts.length > 1
                                ? AddressCells.Part.valueOf(parts[1].toUpperCase(Locale.ROOT))
                                : AddressCells.Part.WHOLE,
                        value);
            case "nationalId", "foreignId", "creditCode" -> officialNumber(parts[0], value);
            case "reference" -> reference(parts[1], value);
            case "consent" -> consent(Consent.Channel.valueOf(parts[1]), Consent.Purpose.valueOf(parts[2]), value);
            case "tags" -> tags.addAll(SeveralValues.split(Normalizer.normalize(value, Normalizer.Form.NFKC)));
            case "ignore" -> {
                // The file has more than we ask for.
            }
            default -> texts.put(target, value);
        }
    }

    RawDraft draft() {
        RawContact postal = address.contact();
        if (postal != null) {
            contacts.add(postal);
        }
        CustomerDraft.Kind said =
                kind == null && texts.containsKey("creditCode") ? CustomerDraft.Kind.ORGANISATION : kind;
        String language = texts.get("language");
        return new RawDraft(
                said,
                fullName(),
                new RawBirthDate(birthDate, lunar, leapMonth),
                particulars(),
                language == null ? null : CellWords.language(language),
                stage,
                contacts);
    }

    /** {@code contactPoints.2.value} is the phone, mail, account or address that stood third. */
    String target(String field) {
        String[] parts = field.split("\\.", -1);
        return switch (parts[0]) {
            case "contactPoints" ->
                contacts.get(Integer.parseInt(parts[1])).kind().name().toLowerCase(Locale.ROOT);
            case "particulars" -> parts[1];
            default -> parts[0];
        };
    }

    private RawParticulars particulars() {
        String nationality = texts.get("nationality");
        return new RawParticulars(
                texts.get("givenName"),
                texts.get("familyName"),
                SeveralValues.split(texts.getOrDefault("formerNames", "")),
                sex,
                nationality == null ? null : CellWords.country(nationality),
                texts.get("nationalId"),
                foreignId(texts.get("foreignId"), nationality),
                texts.get("creditCode"));
    }

    /** As said, or put together the way the name is written. */
    private @Nullable String fullName() {
        String given = texts.get("givenName");
        String family = texts.get("familyName");
        if (texts.containsKey("fullName") || given == null || family == null) {
            return texts.get("fullName");
        }
        boolean hanzi = (family + given).codePoints().anyMatch(Character::isIdeographic);
        return hanzi ? family + given : given + " " + family;
    }

    /** {@code GB: 123} says who issued it; without, it is the country of the nationality. */
    private static @Nullable RawForeignId foreignId(@Nullable String text, @Nullable String nationality) {
        if (text == null) {
            return null;
        }
        Matcher issued = ISSUED.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC));
        if (issued.matches()) {
            return new RawForeignId(issued.group(1), issued.group(2));
        }
        return new RawForeignId(nationality == null ? "" : CellWords.country(nationality), text);
    }

    private <T> @Nullable T known(String target, Optional<T> value) {
        if (value.isEmpty()) {
            reasons.add(target + ":" + target);
        }
        return value.orElse(null);
    }

    private void number(String value) {
        String canonical = Normalizer.normalize(value, Normalizer.Form.NFKC)
                .replace("-", "")
                .replace(".", "")
                .replace(" ", "")
                .toUpperCase(Locale.ROOT);
        if (NUMBER.matcher(canonical).matches()) {
            number = canonical;
        } else {
            reasons.add("number:number");
        }
    }

    private void birthDate(String value) {
        switch (FileDates.read(value, dateOrder)) {
            case FileDates.Reading.Found found -> birthDate(found.date().toString(), false, false);
            case FileDates.Reading.Refused refused -> reasons.add("birthDate:" + refused.code());
        }
    }

    private void lunarBirthDate(String value) {
        String bare = LUNAR_WORDS.matcher(value).replaceAll("");
        Matcher leap = LEAP.matcher(bare);
        boolean leaping = leap.find();
        birthDate(leap.replaceAll("").strip(), true, leaping);
    }

    /** A record has one birth date: which of two calendars is right, a file does not say. */
    private void birthDate(String text, boolean byMoon, boolean leaping) {
        if (birthDate != null) {
            reasons.add("birthDate:two-calendars");
            return;
        }
        birthDate = text;
        lunar = byMoon;
        leapMonth = leaping;
    }

    private void contacts(ContactPoint.Kind kindOfPoint, String network, String value) {
        SeveralValues.split(Normalizer.normalize(value, Normalizer.Form.NFKC))
                .forEach(part -> contacts.add(RawContact.of(kindOfPoint, network + part)));
    }

    private void officialNumber(String target, String value) {
        if (ROUNDED.matcher(value).matches()) {
            reasons.add(target + ":scientific");
        } else {
            texts.put(target, value);
        }
    }

    private void reference(String system, String value) {
        String id = Normalizer.normalize(value, Normalizer.Form.NFKC).strip();
        if (id.length() > LONGEST_REFERENCE) {
            reasons.add("reference:limit");
        } else if (ROUNDED.matcher(id).matches()) {
            reasons.add("reference:scientific");
        } else {
            references.add(
                    new Numbers.ExternalId(system, DECIMAL_ZERO.matcher(id).replaceAll("$1")));
        }
    }

    private void consent(Consent.Channel channel, Consent.Purpose purpose, String value) {
        Optional<Boolean> agreed = CellWords.yesOrNo(value);
        if (agreed.isPresent()) {
            Consent.State state = agreed.get() ? Consent.State.GRANTED : Consent.State.WITHDRAWN;
            consents.add(new Consent(channel, purpose, state));
        } else {
            reasons.add("consent:yes-no");
        }
    }
}
