package io.kehu.customer.customer;

import io.kehu.customer.customer.DraftParser.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns what callers and files say about a person's particulars into values, or into faults; also where two values belie each other. */
public final class ParticularsParser {

    private static final int MOST_FORMER_NAMES = 10;
    private static final String PREFIX = "particulars.";

    private final CustomerDraft.Kind kind;
    private final List<Fault> faults;

    ParticularsParser(CustomerDraft.Kind kind, List<Fault> faults) {
        this.kind = kind;
        this.faults = faults;
    }

    /** Values as written. */
    public record RawParticulars(
            @Nullable String givenName,
            @Nullable String familyName,
            List<String> formerNames,
            @Nullable Sex sex,
            @Nullable String nationality,
            @Nullable String nationalId,
            @Nullable RawForeignId foreignId,
            @Nullable String creditCode) {

        public static final RawParticulars NONE =
                new RawParticulars(null, null, List.of(), null, null, null, null, null);
    }

    /** A foreign number as written. */
    public record RawForeignId(String country, String value) {}

    Particulars parse(RawParticulars raw, @Nullable BirthDate birthDate) {
        Particulars particulars = new Particulars(
                name("givenName", raw.givenName()),
                name("familyName", raw.familyName()),
                formerNames(raw.formerNames()),
                raw.sex(),
                value("nationality", "country", raw.nationality(), Countries::parse),
                value("nationalId", "national-id", raw.nationalId(), NationalId::parse),
                foreignId(raw.foreignId()),
                value("creditCode", "credit-code", raw.creditCode(), CreditCode::parse));
        refuseForeignToKind(particulars);
        if (particulars.belie(birthDate)) {
            faults.add(new Fault(PREFIX + "nationalId", "national-id-birth-date"));
        }
        return particulars;
    }

    private List<PersonName> formerNames(List<String> raw) {
        if (raw.size() > MOST_FORMER_NAMES) {
            faults.add(new Fault(PREFIX + "formerNames", "former-names"));
            return List.of();
        }
        List<PersonName> names = new ArrayList<>();
        for (int i = 0; i < raw.size(); i++) {
            PersonName name = name("formerNames." + i, raw.get(i));
            if (name != null && !names.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    private @Nullable PersonName name(String field, @Nullable String text) {
        return text == null ? null : name(PREFIX + field, text, faults);
    }

    /** The name, or a fault that tells a lost character from what is no name. */
    static @Nullable PersonName name(String field, String text, List<Fault> faults) {
        if (PlainText.lossy(text)) {
            faults.add(new Fault(field, "characters"));
            return null;
        }
        Optional<PersonName> name = PersonName.parse(text);
        if (name.isEmpty()) {
            faults.add(new Fault(field, "name"));
        }
        return name.orElse(null);
    }

    private @Nullable ForeignId foreignId(@Nullable RawForeignId raw) {
        if (raw == null) {
            return null;
        }
        Optional<ForeignId> id = ForeignId.parse(raw.country(), raw.value());
        if (id.isEmpty()) {
            faults.add(new Fault(PREFIX + "foreignId", "foreign-id"));
        }
        return id.orElse(null);
    }

    private <T> @Nullable T value(
            String field, String code, @Nullable String text, Function<String, Optional<T>> parse) {
        if (text == null || text.isBlank()) {
            return null;
        }
        Optional<T> value = parse.apply(text);
        if (value.isEmpty()) {
            faults.add(new Fault(PREFIX + field, code));
        }
        return value.orElse(null);
    }

    private void refuseForeignToKind(Particulars particulars) {
        if (kind == CustomerDraft.Kind.PERSON) {
            if (particulars.creditCode() != null) {
                faults.add(new Fault(PREFIX + "creditCode", "organisations-only"));
            }
            return;
        }
        particulars.ofPersonsOnly().forEach(field -> faults.add(new Fault(PREFIX + field, "persons-only")));
    }
}
