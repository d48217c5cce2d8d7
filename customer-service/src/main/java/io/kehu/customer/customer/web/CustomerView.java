package io.kehu.customer.customer.web;

import io.kehu.customer.customer.ContactPoint;
import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.Ownership;
import io.kehu.starter.protection.mask.Mask;
import io.kehu.starter.protection.mask.Masked;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.token.Caller;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

        @Schema(
                description =
                        "Values of custom fields by code, as far as the caller's role may see them; masked ones as text.",
                example = "{\"height_cm\": 172, \"shoe_size\": \"EU42\"}")
        Map<String, Object> custom,

        @Nullable OwnershipView ownership,
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

    /**
     * Whose customer it is.
     *
     * @param owner subject of a member of staff
     * @param team code
     * @param pool where the customer lies, or goes back to
     */
    public record OwnershipView(
            @Nullable String owner, @Nullable String team, String pool) {

        /** Customers are not told; staff are. */
        static @Nullable OwnershipView of(Ownership ownership) {
            boolean staff = Caller.current()
                    .map(caller -> !caller.roles().equals(Set.of(Role.MEMBER)))
                    .orElse(false);
            return staff ? new OwnershipView(ownership.owner(), ownership.team(), ownership.pool()) : null;
        }
    }

    public static CustomerView of(Customer customer) {
        return of(customer, Map.of());
    }

    public static CustomerView of(Customer customer, Map<String, Object> custom) {
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
                custom,
                OwnershipView.of(customer.ownership()),
                customer.version(),
                customer.createdAt(),
                customer.updatedAt());
    }
}
