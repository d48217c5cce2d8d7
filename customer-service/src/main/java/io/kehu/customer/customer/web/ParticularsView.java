package io.kehu.customer.customer.web;

import io.kehu.customer.customer.ForeignId;
import io.kehu.customer.customer.Particulars;
import io.kehu.starter.protection.mask.Mask;
import io.kehu.starter.protection.mask.Masked;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What else a customer is known by, as a caller may see it. */
public record ParticularsView(
        @Schema(example = "三") @Masked(Mask.NAME) @Nullable String givenName,
        @Schema(example = "张") @Masked(Mask.NAME) @Nullable String familyName,
        @Nullable List<FormerName> formerNames,

        @Schema(example = "FEMALE") @Masked(Mask.TEXT) @Nullable
        String sex,

        @Schema(example = "CN") @Masked(Mask.TEXT) @Nullable String nationality,

        @Schema(example = "11010519491231002X") @Masked(Mask.ID_NUMBER) @Nullable
        String nationalId,

        @Nullable ForeignIdView foreignId,

        @Schema(example = "91350100M000100Y43") @Masked(Mask.ID_NUMBER) @Nullable
        String creditCode) {

    /** A name the customer had before. */
    public record FormerName(
            @Schema(example = "张小三") @Masked(Mask.NAME) String fullName) {}

    /** A number of another country; the country is not masked, because it says how to read the rest. */
    public record ForeignIdView(
            @Schema(example = "GB") String country,

            @Schema(example = "925665416") @Masked(Mask.ID_NUMBER)
            String value) {}

    static @Nullable ParticularsView of(Particulars particulars) {
        if (particulars.equals(Particulars.NONE)) {
            return null;
        }
        ForeignId foreignId = particulars.foreignId();
        return new ParticularsView(
                particulars.givenName() == null ? null : particulars.givenName().value(),
                particulars.familyName() == null
                        ? null
                        : particulars.familyName().value(),
                particulars.formerNames().isEmpty()
                        ? null
                        : particulars.formerNames().stream()
                                .map(name -> new FormerName(name.value()))
                                .toList(),
                particulars.sex() == null ? null : particulars.sex().name(),
                particulars.nationality(),
                particulars.nationalId() == null
                        ? null
                        : particulars.nationalId().value(),
                foreignId == null ? null : new ForeignIdView(foreignId.country(), foreignId.value()),
                particulars.creditCode() == null
                        ? null
                        : particulars.creditCode().value());
    }
}
