package io.kehu.customer.customer.web;

import io.kehu.customer.customer.CustomerDraft;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of a record that people edit.
 *
 * @param kind PERSON when missing; never changes
 * @param fullName as its bearer writes it
 * @param birthDate year, month and day
 * @param birthDateLunar whether it is counted by the lunar calendar, where months have up to 30 days
 * @param birthDateLeapMonth whether the month is a leap month of the lunar year
 * @param particulars what else the customer is known by
 * @param language {@code zh-CN} or {@code en}; {@code zh-CN} when missing
 * @param stage PROSPECT when missing
 * @param contactPoints preferred first
 * @param custom values of custom fields by code; null clears one
 * @param verified names of fields that were compared with a document or confirmed by the customer
 */
public record CustomerBody(
        CustomerDraft.@Nullable Kind kind,
        @Schema(example = "张三") @Size(max = 300) @Nullable String fullName,

        @Schema(example = "1990-05-01") @Pattern(regexp = DATE) @Nullable
        String birthDate,

        @Nullable Boolean birthDateLunar,
        @Nullable Boolean birthDateLeapMonth,
        @Valid @Nullable ParticularsBody particulars,
        @Schema(example = "zh-CN") @Size(max = 20) @Nullable String language,
        CustomerDraft.@Nullable Stage stage,
        @Size(max = 100) @Nullable List<@Valid @NotNull ContactPointBody> contactPoints,
        @Size(max = 1_000) @Nullable Map<String, @Nullable Object> custom,

        @Schema(example = "[\"fullName\", \"nationalId\"]") @Nullable
        Set<@NotNull @Pattern(regexp = VERIFIABLE) String> verified) {

    /** Year, month and day. */
    public static final String DATE = "\\d{4}-\\d{2}-\\d{2}";

    /** Fields that somebody can make sure of; contact points have a time of their own. */
    public static final String VERIFIABLE = "fullName|birthDate|givenName|familyName|formerNames|sex|nationality"
            + "|nationalId|foreignId|creditCode|language|stage";
}
