package io.kehu.customer.customer.web;

import io.kehu.customer.customer.Address;
import io.kehu.customer.customer.AddressParser.RawAddress;
import io.kehu.customer.customer.ContactPoint;
import io.kehu.customer.customer.DraftParser.RawContact;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way to reach a customer, as written.
 *
 * @param kind what it is
 * @param value a phone in any usual format (without country code: China), a mail address, a WeChat id, or {@code network:account};
 *     missing for addresses
 * @param label such as {@code work}
 * @param address for the kind ADDRESS
 * @param preferred whether the customer wants to be reached by this one; at most one of a kind
 * @param validFrom first day it is good
 * @param validTo last day it is good
 * @param verifiedAt when somebody made sure of it
 */
public record ContactPointBody(
        ContactPoint.@NotNull Kind kind,

        @Schema(example = "13800138000") @Size(max = 300) @Nullable
        String value,

        @Schema(example = "家 / home") @Size(max = 40) @Nullable
        String label,

        @Valid @Nullable AddressBody address,
        @Nullable Boolean preferred,
        @Nullable LocalDate validFrom,
        @Nullable LocalDate validTo,
        @Nullable Instant verifiedAt) {

    /**
     * A postal address, as written.
     *
     * @param country ISO 3166-1 alpha-2; CN when missing
     * @param postcode 6 digits in China
     * @param lines as written on the envelope, 1 to 5; for other countries, in place of the parts
     */
    public record AddressBody(
            @Schema(example = "CN") @Size(max = 10) @Nullable
            String country,

            @Schema(example = "广东省") @Size(max = 200) @Nullable
            String province,

            @Schema(example = "深圳市") @Size(max = 200) @Nullable
            String city,

            @Schema(example = "南山区") @Size(max = 200) @Nullable
            String district,

            @Schema(example = "科苑路 15 号") @Size(max = 200) @Nullable
            String street,

            @Schema(example = "518057") @Size(max = 20) @Nullable
            String postcode,

            @Schema(example = "[\"221B Baker Street\", \"London NW1 6XE\"]") @Size(max = 10) @Nullable
            List<@NotNull @Size(max = 200) String> lines) {

        private RawAddress raw() {
            return new RawAddress(
                    country, province, city, district, street, postcode, lines == null ? List.of() : lines);
        }

        private static AddressBody of(Address address) {
            return new AddressBody(
                    address.country(),
                    address.province(),
                    address.city(),
                    address.district(),
                    address.street(),
                    address.postcode(),
                    address.lines().isEmpty() ? null : address.lines());
        }
    }

    RawContact raw() {
        return new RawContact(
                kind,
                value,
                label,
                address == null ? null : address.raw(),
                Boolean.TRUE.equals(preferred),
                validFrom,
                validTo,
                verifiedAt);
    }

    static ContactPointBody of(ContactPoint point) {
        Address address = point.address();
        return new ContactPointBody(
                point.kind(),
                address == null ? point.value() : null,
                point.label(),
                address == null ? null : AddressBody.of(address),
                point.preferred() ? true : null,
                point.validFrom(),
                point.validTo(),
                point.verifiedAt());
    }
}
