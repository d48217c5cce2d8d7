package io.kehu.customer.customer;

import io.kehu.customer.customer.DraftParser.Fault;
import io.kehu.customer.customer.DraftParser.RawContact;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns what callers and files say about contact points into points in their normal form and order, or into faults. */
final class ContactParser {

    private static final int LONGEST_LABEL = 40;

    /** Names that people choose (6 to 20 characters, a letter first), those WeChat gives, phones, and ids of official accounts. */
    private static final Pattern WECHAT = Pattern.compile("\\+?[A-Za-z0-9][-_A-Za-z0-9]{4,39}");

    private static final Pattern SOCIAL = Pattern.compile("([A-Za-z][A-Za-z0-9-]{1,30})\\s?:\\s?@?(\\S.{0,99})");

    private final String region;
    private final Instant now;
    private final List<Fault> faults;

    ContactParser(String region, Instant now, List<Fault> faults) {
        this.region = region;
        this.now = now;
        this.faults = faults;
    }

    /** By kind, the preferred one of each first, otherwise in the order they were said. */
    List<ContactPoint> parse(List<RawContact> raw) {
        List<ContactPoint> points = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Set<ContactPoint.Kind> preferred = EnumSet.noneOf(ContactPoint.Kind.class);
        int[] counts = new int[ContactPoint.Kind.values().length];
        for (int i = 0; i < raw.size(); i++) {
            String field = "contactPoints." + i;
            ContactPoint point = point(field, raw.get(i));
            if (point == null || !seen.add(point.identity())) {
                continue;
            }
            if (++counts[point.kind().ordinal()] > ContactPoint.MOST_OF_A_KIND) {
                faults.add(new Fault(field, "too-many"));
            } else if (point.preferred() && !preferred.add(point.kind())) {
                faults.add(new Fault(field + ".preferred", "preferred-twice"));
            } else {
                points.add(point);
            }
        }
        points.sort(ContactPoint.ORDER);
        return List.copyOf(points);
    }

    private @Nullable ContactPoint point(String field, RawContact raw) {
        String label = raw.label();
        if (label != null && (PlainText.lossy(label) || label.codePointCount(0, label.length()) > LONGEST_LABEL)) {
            faults.add(new Fault(field + ".label", PlainText.lossy(label) ? "characters" : "label"));
        }
        checkTimes(field, raw);
        Address address = raw.kind() == ContactPoint.Kind.ADDRESS ? address(field, raw) : null;
        String value =
                raw.kind() == ContactPoint.Kind.ADDRESS ? address == null ? null : address.line() : value(field, raw);
        return value == null
                ? null
                : new ContactPoint(
                        raw.kind(),
                        value,
                        label == null || label.isBlank() ? null : label.strip(),
                        address,
                        raw.preferred(),
                        raw.validFrom(),
                        raw.validTo(),
                        raw.verifiedAt(),
                        null,
                        null);
    }

    private void checkTimes(String field, RawContact raw) {
        LocalDate from = raw.validFrom();
        LocalDate to = raw.validTo();
        if (from != null && to != null && to.isBefore(from)) {
            faults.add(new Fault(field + ".validTo", "valid-order"));
        }
        Instant verifiedAt = raw.verifiedAt();
        if (verifiedAt != null && (verifiedAt.isAfter(now) || verifiedAt.isBefore(Instant.EPOCH))) {
            faults.add(new Fault(field + ".verifiedAt", "verified-time"));
        }
    }

    private @Nullable String value(String field, RawContact raw) {
        String text = raw.value() == null ? "" : raw.value();
        if (raw.address() != null) {
            faults.add(new Fault(field + ".address", "address-only"));
            return null;
        }
        if (PlainText.lossy(text)) {
            faults.add(new Fault(field + ".value", "characters"));
            return null;
        }
        Optional<String> value =
                switch (raw.kind()) {
                    case PHONE -> PhoneNumber.parse(text, region).map(PhoneNumber::e164);
                    case EMAIL -> MailAddress.parse(text).map(MailAddress::value);
                    case WECHAT -> weChat(text);
                    case SOCIAL -> social(text);
                    case ADDRESS -> Optional.empty();
                };
        if (value.isEmpty()) {
            faults.add(new Fault(field + ".value", raw.kind().name().toLowerCase(Locale.ROOT)));
        }
        return value.orElse(null);
    }

    private @Nullable Address address(String field, RawContact raw) {
        if (raw.address() == null || raw.value() != null) {
            faults.add(new Fault(field + ".address", "address-parts"));
            return null;
        }
        AddressParser.Result result = AddressParser.parse(raw.address());
        if (result.fault() != null) {
            faults.add(new Fault(
                    field + "." + result.fault().field(), result.fault().code()));
        }
        return result.address();
    }

    static Optional<String> weChat(String text) {
        String plain = PlainText.plain(text);
        return WECHAT.matcher(plain).matches() ? Optional.of(plain) : Optional.empty();
    }

    static Optional<String> social(String text) {
        Matcher matcher = SOCIAL.matcher(PlainText.plain(text));
        return matcher.matches()
                ? Optional.of(matcher.group(1).toLowerCase(Locale.ROOT) + ":" + matcher.group(2))
                : Optional.empty();
    }
}
