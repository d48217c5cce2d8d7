package io.kehu.customer.customer.web;

import io.kehu.customer.customer.ContactPoint;
import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.starter.protection.mask.Mask;
import io.kehu.starter.protection.mask.Masked;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record as a caller may see it: each personal value is masked unless the caller's role lifts it. */
public record CustomerView(
        String number,
        CustomerDraft.Kind kind,
        Customer.Status status,
        CustomerDraft.Stage stage,
        @Masked(Mask.NAME) @Nullable String fullName,
        @Masked(Mask.DATE) @Nullable String birthDate,
        String language,
        List<ContactView> contactPoints,
        String source,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    /** A contact point; exactly one of phone and email is there. */
    public record ContactView(
            ContactPoint.Kind kind,
            @Masked(Mask.PHONE) @Nullable String phone,
            @Masked(Mask.EMAIL) @Nullable String email,
            @Nullable String label) {

        static ContactView of(ContactPoint point) {
            boolean phone = point.kind() == ContactPoint.Kind.PHONE;
            return new ContactView(
                    point.kind(), phone ? point.value() : null, phone ? null : point.value(), point.label());
        }
    }

    public static CustomerView of(Customer customer) {
        CustomerDraft draft = customer.draft();
        return new CustomerView(
                customer.number().value(),
                draft.kind(),
                customer.status(),
                draft.stage(),
                draft.fullName() == null ? null : draft.fullName().value(),
                draft.birthDate() == null ? null : draft.birthDate().toString(),
                draft.language().toLanguageTag(),
                draft.contactPoints().stream().map(ContactView::of).toList(),
                customer.source().name(),
                customer.version(),
                customer.createdAt(),
                customer.updatedAt());
    }
}
