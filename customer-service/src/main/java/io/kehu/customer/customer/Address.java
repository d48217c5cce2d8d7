package io.kehu.customer.customer;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A postal address: parts in China, lines elsewhere.
 *
 * @param country ISO 3166-1 alpha-2
 * @param lines as written on the envelope, at most 5; empty in China
 */
public record Address(
        @Schema(example = "CN") String country,
        @Schema(example = "广东省") @Nullable String province,
        @Schema(example = "深圳市") @Nullable String city,
        @Schema(example = "南山区") @Nullable String district,
        @Schema(example = "科苑路 15 号") @Nullable String street,
        @Schema(example = "518057") @Nullable String postcode,

        @Schema(example = "[\"221B Baker Street\", \"London NW1 6XE\"]")
        List<String> lines) {

    public Address {
        lines = lines == null ? List.of() : List.copyOf(lines);
    }

    /** The whole in one line. */
    public String line() {
        if (country.equals(Countries.CHINA)) {
            String parts = Stream.of(province, city, district, street)
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining());
            return postcode == null ? parts : parts + " " + postcode;
        }
        return Stream.concat(lines.stream(), Stream.of(postcode, country))
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
    }
}
