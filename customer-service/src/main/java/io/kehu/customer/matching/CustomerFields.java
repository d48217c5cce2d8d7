package io.kehu.customer.matching;

import io.kehu.customer.customer.Address;
import io.kehu.customer.customer.BirthDate;
import io.kehu.customer.customer.ContactPoint;
import io.kehu.customer.customer.CreditCode;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.NationalId;
import io.kehu.customer.customer.Particulars;
import io.kehu.customer.customer.PersonName;
import io.kehu.customer.matching.model.CheckedNumberComparison;
import io.kehu.customer.matching.model.DateComparison;
import io.kehu.customer.matching.model.FieldModel;
import io.kehu.customer.matching.model.FieldModel.Role;
import io.kehu.customer.matching.model.FullNameComparison;
import io.kehu.customer.matching.model.IdentifierComparison;
import io.kehu.customer.matching.model.MailComparison;
import io.kehu.customer.matching.model.PhoneComparison;
import io.kehu.customer.matching.model.PostcodeComparison;
import io.kehu.customer.matching.model.TextComparison;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which values of a customer are compared, and how: the one place that knows both the record and the model. */
@Component
class CustomerFields {

    /** Where each field stands in the model. */
    static final int NAME = 0;

    static final int BIRTH_DATE = 1;
    static final int PHONE = 2;
    static final int EMAIL = 3;

    private final List<FieldModel> models = List.of(
            new FieldModel("fullName", new FullNameComparison(new NameSyllables()), Role.PERSON),
            new FieldModel("birthDate", new DateComparison(), Role.PERSON),
            new FieldModel("phone", new PhoneComparison(), Role.SHARED),
            new FieldModel("email", new MailComparison(), Role.SHARED),
            new FieldModel("nationalId", new CheckedNumberComparison(), Role.IDENTIFIER),
            new FieldModel("foreignId", new IdentifierComparison(), Role.IDENTIFIER),
            new FieldModel("creditCode", new CheckedNumberComparison(), Role.IDENTIFIER),
            new FieldModel("weChat", new IdentifierComparison(), Role.SHARED),
            new FieldModel("address", new TextComparison(), Role.PLACE),
            new FieldModel("postcode", new PostcodeComparison(), Role.PLACE));

    List<FieldModel> models() {
        return models;
    }

    /** Values of a record, in the order of the models. */
    List<List<String>> values(CustomerDraft draft) {
        Particulars particulars = draft.particulars();
        return List.of(
                names(draft),
                birthDates(draft),
                contacts(draft, ContactPoint.Kind.PHONE),
                contacts(draft, ContactPoint.Kind.EMAIL),
                known(particulars.nationalId(), NationalId::value),
                known(particulars.foreignId(), id -> id.country() + id.folded()),
                known(particulars.creditCode(), CreditCode::value),
                contacts(draft, ContactPoint.Kind.WECHAT),
                addresses(draft, CustomerFields::street),
                addresses(draft, Address::postcode));
    }

    /** Every name the customer has or had. */
    private static List<String> names(CustomerDraft draft) {
        return Stream.concat(Stream.ofNullable(draft.fullName()), draft.particulars().formerNames().stream())
                .map(PersonName::value)
                .toList();
    }

    /** By the common calendar, as said or as written in the identity number; a day of the lunar one cannot be compared with those. */
    private static List<String> birthDates(CustomerDraft draft) {
        BirthDate said = draft.birthDate();
        NationalId nationalId = draft.particulars().nationalId();
        return Stream.concat(
                        said == null ? Stream.empty() : said.gregorian().stream(),
                        Stream.ofNullable(nationalId).map(NationalId::birthDate))
                .map(LocalDate::toString)
                .distinct()
                .toList();
    }

    private static List<String> addresses(CustomerDraft draft, Function<Address, @Nullable String> part) {
        return draft.contactPoints().stream()
                .map(ContactPoint::address)
                .filter(Objects::nonNull)
                .map(part)
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable String street(Address address) {
        return address.lines().isEmpty() ? address.street() : String.join(" ", address.lines());
    }

    private static <T> List<String> known(@Nullable T value, Function<T, String> text) {
        return value == null ? List.of() : List.of(text.apply(value));
    }

    static List<String> contacts(CustomerDraft draft, ContactPoint.Kind kind) {
        return draft.contactPoints().stream()
                .filter(point -> point.kind() == kind)
                .map(ContactPoint::value)
                .toList();
    }
}
