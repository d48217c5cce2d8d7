package io.kehu.customer.matching;

import io.kehu.customer.customer.ContactPoint;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.matching.model.DateComparison;
import io.kehu.customer.matching.model.FieldModel;
import io.kehu.customer.matching.model.FieldModel.Role;
import io.kehu.customer.matching.model.FullNameComparison;
import io.kehu.customer.matching.model.MailComparison;
import io.kehu.customer.matching.model.PhoneComparison;
import java.util.List;
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
            new FieldModel("email", new MailComparison(), Role.SHARED));

    List<FieldModel> models() {
        return models;
    }

    /** Values of a record, in the order of the models. */
    List<List<String>> values(CustomerDraft draft) {
        return List.of(
                draft.fullName() == null ? List.of() : List.of(draft.fullName().value()),
                draft.birthDate() == null
                        ? List.of()
                        : List.of(draft.birthDate().toString()),
                contacts(draft, ContactPoint.Kind.PHONE),
                contacts(draft, ContactPoint.Kind.EMAIL));
    }

    static List<String> contacts(CustomerDraft draft, ContactPoint.Kind kind) {
        return draft.contactPoints().stream()
                .filter(point -> point.kind() == kind)
                .map(ContactPoint::value)
                .toList();
    }
}
