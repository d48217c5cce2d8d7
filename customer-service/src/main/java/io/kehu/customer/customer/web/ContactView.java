package io.kehu.customer.customer.web;

import io.kehu.customer.customer.Address;
import io.kehu.customer.customer.ContactPoint;
import io.kehu.starter.protection.mask.Mask;
import io.kehu.starter.protection.mask.Masked;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A contact point as a caller may see it; exactly one of phone, email, weChat, social and address is there.
 *
 * @param source how it came in
 * @param since when it came in
 */
public record ContactView(
        ContactPoint.Kind kind,

        @Schema(example = "+8613800138000") @Masked(Mask.PHONE) @Nullable
        String phone,

        @Schema(example = "zhang@example.com") @Masked(Mask.EMAIL) @Nullable
        String email,

        @Schema(example = "zhangsan_tea") @Masked(Mask.TEXT) @Nullable
        String weChat,

        @Schema(example = "weibo:zhangsantea") @Masked(Mask.TEXT) @Nullable
        String social,

        @Nullable AddressView address,
        @Schema(example = "家 / home") @Nullable String label,
        @Nullable Boolean preferred,
        @Nullable LocalDate validFrom,
        @Nullable LocalDate validTo,
        @Nullable Instant verifiedAt,
        @Schema(example = "CONSOLE") @Nullable String source,
        @Nullable Instant since) {

    /** A postal address; where somebody lives in a city is masked, the city is not. */
    public record AddressView(
            @Schema(example = "CN") String country,
            @Schema(example = "广东省") @Nullable String province,
            @Schema(example = "深圳市") @Nullable String city,

            @Schema(example = "南山区") @Masked(Mask.TEXT) @Nullable
            String district,

            @Schema(example = "科苑路 15 号") @Masked(Mask.TEXT) @Nullable
            String street,

            @Schema(example = "518057") @Masked(Mask.TEXT) @Nullable
            String postcode,

            @Nullable List<AddressLine> lines) {

        static AddressView of(Address address) {
            return new AddressView(
                    address.country(),
                    address.province(),
                    address.city(),
                    address.district(),
                    address.street(),
                    address.postcode(),
                    address.lines().isEmpty()
                            ? null
                            : address.lines().stream().map(AddressLine::new).toList());
        }
    }

    /** A line of an address of another country. */
    public record AddressLine(
            @Schema(example = "221B Baker Street") @Masked(Mask.TEXT)
            String line) {}

    static ContactView of(ContactPoint point) {
        ContactPoint.Kind kind = point.kind();
        Address address = point.address();
        return new ContactView(
                kind,
                kind == ContactPoint.Kind.PHONE ? point.value() : null,
                kind == ContactPoint.Kind.EMAIL ? point.value() : null,
                kind == ContactPoint.Kind.WECHAT ? point.value() : null,
                kind == ContactPoint.Kind.SOCIAL ? point.value() : null,
                address == null ? null : AddressView.of(address),
                point.label(),
                point.preferred() ? true : null,
                point.validFrom(),
                point.validTo(),
                point.verifiedAt(),
                point.source() == null ? null : point.source().name(),
                point.since());
    }
}
