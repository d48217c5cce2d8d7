package io.kehu.customer.registration;

import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.web.ConsentBody;
import io.kehu.customer.customer.web.ContactPointBody;
import io.kehu.customer.customer.web.CustomerBody;
import io.kehu.customer.customer.web.ParticularsBody;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks to register a customer. A name, or at least an id in another system, is needed.
 *
 * @param kind PERSON when missing
 * @param fullName as its bearer writes it
 * @param birthDate year, month and day
 * @param birthDateLunar whether it is counted by the lunar calendar
 * @param birthDateLeapMonth whether the month is a leap month of the lunar year
 * @param particulars what else the customer is known by
 * @param language {@code zh-CN} or {@code en}; {@code zh-CN} when missing
 * @param stage PROSPECT when missing
 * @param contactPoints preferred first
 * @param custom values of custom fields by code
 * @param consents what the customer agreed to
 * @param references ids of the customer in other systems
 * @param distinct true to register another person with a phone and name that are known already; an official number is nobody else's
 * @param verified names of fields that were compared with a document or confirmed by the customer
 */
public record RegistrationBody(
        CustomerDraft.@Nullable Kind kind,
        @Schema(example = "张三") @Size(max = 300) @Nullable String fullName,

        @Schema(example = "1990-05-01") @Pattern(regexp = CustomerBody.DATE) @Nullable
        String birthDate,

        @Nullable Boolean birthDateLunar,
        @Nullable Boolean birthDateLeapMonth,
        @Valid @Nullable ParticularsBody particulars,
        @Schema(example = "zh-CN") @Size(max = 20) @Nullable String language,
        CustomerDraft.@Nullable Stage stage,
        @Size(max = 100) @Nullable List<@Valid @NotNull ContactPointBody> contactPoints,
        @Size(max = 1_000) @Nullable Map<String, @Nullable Object> custom,
        @Size(max = 20) @Nullable List<@Valid @NotNull ConsentBody> consents,
        @Size(max = 10) @Nullable List<@Valid @NotNull ReferenceBody> references,
        @Nullable Boolean distinct,

        @Schema(example = "[\"fullName\", \"nationalId\"]") @Nullable
        Set<@NotNull @Pattern(regexp = CustomerBody.VERIFIABLE) String> verified) {

    /** An id of the customer in another system. */
    public record ReferenceBody(
            @Schema(example = "pos") @NotNull @Pattern(regexp = "[a-z][a-z0-9-]{0,30}")
            String system,

            @Schema(example = "pos-000042") @NotBlank @Size(max = 200)
            String externalId) {}

    CustomerBody body() {
        return new CustomerBody(
                kind,
                fullName,
                birthDate,
                birthDateLunar,
                birthDateLeapMonth,
                particulars,
                language,
                stage,
                contactPoints,
                custom,
                verified);
    }
}
