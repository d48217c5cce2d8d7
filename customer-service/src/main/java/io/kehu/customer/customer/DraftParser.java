package io.kehu.customer.customer;

import io.kehu.customer.CustomerProperties;
import io.kehu.customer.customer.AddressParser.RawAddress;
import io.kehu.customer.customer.ParticularsParser.RawParticulars;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Turns what callers and files say into a draft, or into a list of what is wrong with it. Nothing is cut or dropped in silence. */
@Component
public class DraftParser {

    private static final LocalDate EARLIEST_BIRTH = LocalDate.of(1880, 1, 1);
    private static final Set<String> LANGUAGES = Set.of("zh-CN", "en");

    private final String region;
    private final Clock clock;

    DraftParser(CustomerProperties properties, Clock clock) {
        this.region = properties.defaultRegion();
        this.clock = clock;
    }

    /** Values as written. */
    public record RawDraft(
            CustomerDraft.@Nullable Kind kind,
            @Nullable String fullName,
            @Nullable RawBirthDate birthDate,
            RawParticulars particulars,
            @Nullable String language,
            CustomerDraft.@Nullable Stage stage,
            List<RawContact> contactPoints) {}

    /** A birth date as written; without a text the rest says nothing. */
    public record RawBirthDate(@Nullable String text, boolean lunar, boolean leapMonth) {}

    /** A contact as written; an address in its parts, everything else as a text. */
    public record RawContact(
            ContactPoint.Kind kind,
            @Nullable String value,
            @Nullable String label,
            @Nullable RawAddress address,
            boolean preferred,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validTo,
            @Nullable Instant verifiedAt) {

        public static RawContact of(ContactPoint.Kind kind, String value) {
            return new RawContact(kind, value, null, null, false, null, null, null);
        }
    }

    /**
     * A value that is not accepted.
     *
     * @param field name, with the position where there are several: {@code contactPoints.0.value}
     * @param code stable; its text is {@code field.<code>} of the bundles
     */
    public record Fault(String field, String code) {}

    /** The draft, complete only when there are no faults. */
    public record Result(CustomerDraft draft, List<Fault> faults) {}

    public Result parse(RawDraft raw) {
        List<Fault> faults = new ArrayList<>();
        PersonName name = raw.fullName() == null ? null : ParticularsParser.name("fullName", raw.fullName(), faults);
        CustomerDraft.Kind kind = raw.kind() == null ? CustomerDraft.Kind.PERSON : raw.kind();
        BirthDate birthDate = birthDate(raw.birthDate(), faults);
        Particulars particulars = new ParticularsParser(kind, faults).parse(raw.particulars(), birthDate);
        Locale language = language(raw.language(), faults);
        List<ContactPoint> contacts = new ContactParser(region, clock.instant(), faults).parse(raw.contactPoints());
        CustomerDraft draft = new CustomerDraft(
                kind,
                name,
                birthDate,
                particulars,
                language,
                raw.stage() == null ? CustomerDraft.Stage.PROSPECT : raw.stage(),
                contacts);
        return new Result(draft, List.copyOf(faults));
    }

    private @Nullable BirthDate birthDate(@Nullable RawBirthDate raw, List<Fault> faults) {
        String text = raw == null ? null : raw.text();
        if (raw == null || text == null || text.isBlank()) {
            return null;
        }
        if (raw.leapMonth() && !raw.lunar()) {
            faults.add(new Fault("birthDateLeapMonth", "lunar-only"));
            return null;
        }
        Optional<BirthDate> date = raw.lunar()
                ? DateText.parseLunar(text, raw.leapMonth())
                : DateText.parse(text).map(BirthDate::of);
        if (date.isEmpty()) {
            faults.add(new Fault("birthDate", raw.lunar() ? "lunar-date" : "date"));
            return null;
        }
        BirthDate found = date.get();
        if (!plausible(found)) {
            faults.add(new Fault("birthDate", "birth-date"));
            return null;
        }
        return found;
    }

    /** A day of the lunar calendar comes weeks after the day of the other that is written like it, so it is compared as if it were one. */
    private boolean plausible(BirthDate date) {
        LocalDate day = LocalDate.of(date.year(), date.month(), 1).plusDays(date.day() - 1L);
        LocalDate tomorrow =
                LocalDate.ofInstant(clock.instant(), java.time.ZoneOffset.UTC).plusDays(1);
        return !day.isBefore(EARLIEST_BIRTH) && !day.isAfter(tomorrow);
    }

    private static Locale language(@Nullable String text, List<Fault> faults) {
        if (text == null || text.isBlank()) {
            return Locale.SIMPLIFIED_CHINESE;
        }
        Locale locale = Locale.forLanguageTag(text.strip());
        if (locale.getLanguage().equals("zh")) {
            return Locale.SIMPLIFIED_CHINESE;
        }
        if (!LANGUAGES.contains(locale.getLanguage())) {
            faults.add(new Fault("language", "language"));
        }
        return Locale.ENGLISH;
    }
}
