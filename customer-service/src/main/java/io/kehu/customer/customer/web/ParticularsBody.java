package io.kehu.customer.customer.web;

import io.kehu.customer.customer.ForeignId;
import io.kehu.customer.customer.Particulars;
import io.kehu.customer.customer.ParticularsParser.RawForeignId;
import io.kehu.customer.customer.ParticularsParser.RawParticulars;
import io.kehu.customer.customer.PersonName;
import io.kehu.customer.customer.Sex;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What else a customer is known by, as written.
 *
 * @param givenName without the family name
 * @param familyName without the given name
 * @param formerNames at most 10; the customer is found by them too
 * @param sex by ISO/IEC 5218
 * @param nationality ISO 3166-1 alpha-2
 * @param nationalId a citizen's identity number of 18 digits, or 15 before 1999; of persons
 * @param foreignId passport, or the number of another country; of persons
 * @param creditCode unified social credit code; of organisations
 */
public record ParticularsBody(
        @Schema(example = "三") @Size(max = 300) @Nullable String givenName,
        @Schema(example = "张") @Size(max = 300) @Nullable String familyName,

        @Schema(example = "[\"张小三\"]") @Size(max = 20) @Nullable
        List<@NotNull @Size(max = 300) String> formerNames,

        @Nullable Sex sex,
        @Schema(example = "CN") @Size(max = 10) @Nullable String nationality,

        @Schema(example = "11010519491231002X") @Size(max = 60) @Nullable
        String nationalId,

        @Valid @Nullable ForeignIdBody foreignId,

        @Schema(example = "91350100M000100Y43") @Size(max = 60) @Nullable
        String creditCode) {

    /** A number of another country, as written. */
    public record ForeignIdBody(
            @Schema(example = "GB") @NotBlank @Size(max = 10)
            String country,

            @Schema(example = "925665416") @NotBlank @Size(max = 100)
            String value) {}

    static RawParticulars raw(@Nullable ParticularsBody body) {
        if (body == null) {
            return RawParticulars.NONE;
        }
        ForeignIdBody foreignId = body.foreignId();
        return new RawParticulars(
                body.givenName(),
                body.familyName(),
                body.formerNames() == null ? List.of() : body.formerNames(),
                body.sex(),
                body.nationality(),
                body.nationalId(),
                foreignId == null ? null : new RawForeignId(foreignId.country(), foreignId.value()),
                body.creditCode());
    }

    static @Nullable ParticularsBody of(Particulars particulars) {
        if (particulars.equals(Particulars.NONE)) {
            return null;
        }
        ForeignId foreignId = particulars.foreignId();
        return new ParticularsBody(
                particulars.givenName() == null ? null : particulars.givenName().value(),
                particulars.familyName() == null
                        ? null
                        : particulars.familyName().value(),
                particulars.formerNames().isEmpty()
                        ? null
                        : particulars.formerNames().stream()
                                .map(PersonName::value)
                                .toList(),
                particulars.sex(),
                particulars.nationality(),
                particulars.nationalId() == null
                        ? null
                        : particulars.nationalId().value(),
                foreignId == null ? null : new ForeignIdBody(foreignId.country(), foreignId.value()),
                particulars.creditCode() == null
                        ? null
                        : particulars.creditCode().value());
    }
}
