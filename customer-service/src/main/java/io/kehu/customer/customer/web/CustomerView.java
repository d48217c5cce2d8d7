package io.kehu.customer.customer.web;

import io.kehu.customer.customer.CustomFields;
import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.FieldSource;
import io.kehu.customer.customer.Ownership;
import io.kehu.starter.protection.mask.Mask;
import io.kehu.starter.protection.mask.Masked;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.token.Caller;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A record as a caller may see it: each personal value is masked unless the caller's role lifts it. */
public record CustomerView(
        @Schema(example = "C00000000135") String number,
        CustomerDraft.Kind kind,
        Customer.Status status,
        CustomerDraft.Stage stage,
        @Schema(example = "张三") @Masked(Mask.NAME) @Nullable String fullName,

        @Schema(example = "1990-05-01") @Masked(Mask.DATE) @Nullable
        String birthDate,

        @Nullable Boolean birthDateLunar,
        @Nullable Boolean birthDateLeapMonth,
        @Nullable ParticularsView particulars,
        @Schema(example = "zh-CN") String language,
        List<ContactView> contactPoints,
        @Schema(example = "CONSOLE") String source,

        @Schema(
                description =
                        "Values of custom fields by code, as far as the caller's role may see them; masked ones as text.",
                example = "{\"height_cm\": 172, \"shoe_size\": \"EU42\"}")
        Map<String, Object> custom,

        @Nullable OwnershipView ownership,
        @Nullable Map<String, SourceView> provenance,
        @Schema(example = "3") long version,
        Instant createdAt,
        Instant updatedAt) {

    /**
     * Where a value comes from.
     *
     * @param at when it was said
     * @param verifiedAt when somebody made sure of it
     */
    public record SourceView(
            @Schema(example = "CONSOLE") String source,
            Instant at,
            @Nullable Instant verifiedAt) {}

    /** With where each value comes from. */
    static CustomerView complete(Customer customer, Map<String, Object> custom) {
        Set<String> fields = new LinkedHashSet<>(customer.draft().knownFields());
        custom.keySet().forEach(code -> fields.add(CustomFields.PREFIX + code));
        Map<String, SourceView> sources = new LinkedHashMap<>();
        for (String field : fields) {
            FieldSource source = customer.provenance().of(field);
            sources.put(field, new SourceView(source.source().name(), source.at(), source.verifiedAt()));
        }
        return of(customer, custom, sources);
    }

    /**
     * Whose customer it is.
     *
     * @param owner subject of a member of staff
     * @param team code
     * @param pool where the customer lies, or goes back to
     */
    public record OwnershipView(
            @Schema(example = "9c1e2f60-5a3b-4c7d-8e21-0f6b7a9d1c34") @Nullable
            String owner,

            @Schema(example = "SOUTH") @Nullable String team,
            @Schema(example = "PUBLIC") String pool) {

        /** Customers are not told; staff are. */
        static boolean isFor(Caller caller) {
            return !caller.roles().equals(Set.of(Role.MEMBER));
        }

        static @Nullable OwnershipView of(Ownership ownership) {
            boolean staff = Caller.current().map(OwnershipView::isFor).orElse(false);
            return staff ? new OwnershipView(ownership.owner(), ownership.team(), ownership.pool()) : null;
        }
    }

    public static CustomerView of(Customer customer) {
        return of(customer, Map.of());
    }

    public static CustomerView of(Customer customer, Map<String, Object> custom) {
        return of(customer, custom, null);
    }

    private static CustomerView of(
            Customer customer, Map<String, Object> custom, @Nullable Map<String, SourceView> provenance) {
        CustomerDraft draft = customer.draft();
        return new CustomerView(
                customer.number().value(),
                draft.kind(),
                customer.status(),
                draft.stage(),
                draft.fullName() == null ? null : draft.fullName().value(),
                draft.birthDate() == null ? null : draft.birthDate().text(),
                draft.birthDate() != null && draft.birthDate().lunar() ? true : null,
                draft.birthDate() != null && draft.birthDate().leapMonth() ? true : null,
                ParticularsView.of(draft.particulars()),
                draft.language().toLanguageTag(),
                draft.contactPoints().stream().map(ContactView::of).toList(),
                customer.source().name(),
                custom,
                OwnershipView.of(customer.ownership()),
                provenance,
                customer.version(),
                customer.createdAt(),
                customer.updatedAt());
    }
}
