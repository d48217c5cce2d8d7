package io.kehu.customer.customer;

import io.kehu.customer.CustomerProperties;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
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
    private static final int MOST_CONTACTS_OF_A_KIND = 20;
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
            @Nullable String birthDate,
            @Nullable String language,
            CustomerDraft.@Nullable Stage stage,
            List<RawContact> contactPoints) {}

    /** A contact as written. */
    public record RawContact(
            ContactPoint.Kind kind, String value, @Nullable String label) {}

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
        PersonName name = name(raw.fullName(), faults);
        LocalDate birthDate = birthDate(raw.birthDate(), faults);
        Locale language = language(raw.language(), faults);
        List<ContactPoint> contacts = contacts(raw.contactPoints(), faults);
        CustomerDraft draft = new CustomerDraft(
                raw.kind() == null ? CustomerDraft.Kind.PERSON : raw.kind(),
                name,
                birthDate,
                language,
                raw.stage() == null ? CustomerDraft.Stage.PROSPECT : raw.stage(),
                contacts);
        return new Result(draft, List.copyOf(faults));
    }

    private static @Nullable PersonName name(@Nullable String text, List<Fault> faults) {
        if (text == null) {
            return null;
        }
        Optional<PersonName> name = PersonName.parse(text);
        if (name.isEmpty()) {
            faults.add(new Fault("fullName", "name"));
        }
        return name.orElse(null);
    }

    private @Nullable LocalDate birthDate(@Nullable String text, List<Fault> faults) {
        if (text == null || text.isBlank()) {
            return null;
        }
        Optional<LocalDate> date = DateText.parse(text);
        if (date.isEmpty()) {
            faults.add(new Fault("birthDate", "date"));
            return null;
        }
        LocalDate found = date.get();
        if (found.isBefore(EARLIEST_BIRTH)
                || found.isAfter(LocalDate.ofInstant(clock.instant(), java.time.ZoneOffset.UTC)
                        .plusDays(1))) {
            faults.add(new Fault("birthDate", "birth-date"));
            return null;
        }
        return found;
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

    private List<ContactPoint> contacts(List<RawContact> raw, List<Fault> faults) {
        Set<ContactPoint> contacts = new LinkedHashSet<>();
        Set<String> seen = new LinkedHashSet<>();
        int[] counts = new int[ContactPoint.Kind.values().length];
        for (int i = 0; i < raw.size(); i++) {
            RawContact contact = raw.get(i);
            Optional<String> value = normalised(contact);
            if (value.isEmpty()) {
                faults.add(new Fault(
                        "contactPoints." + i + ".value",
                        contact.kind() == ContactPoint.Kind.PHONE ? "phone" : "email"));
            } else if (seen.add(contact.kind() + value.get())) {
                if (++counts[contact.kind().ordinal()] > MOST_CONTACTS_OF_A_KIND) {
                    faults.add(new Fault("contactPoints." + i, "too-many"));
                } else {
                    contacts.add(new ContactPoint(contact.kind(), value.get(), contact.label()));
                }
            }
        }
        return List.copyOf(contacts);
    }

    private Optional<String> normalised(RawContact contact) {
        return switch (contact.kind()) {
            case PHONE -> PhoneNumber.parse(contact.value(), region).map(PhoneNumber::e164);
            case EMAIL -> MailAddress.parse(contact.value()).map(MailAddress::value);
        };
    }
}
