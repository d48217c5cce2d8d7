package io.kehu.customer.merge;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records that are one customer's.
 *
 * @param survivor whose number stays
 * @param losers numbers that resolve to it from then on, 1 to 20
 * @param choices by field, the number of the record whose value stays, where survivorship by source and freshness is not what is wanted
 * @param versions by number, the version of the record as it was looked at: the merge is refused when it has changed since
 * @param reason why they are one; kept for ever, so nothing about the person
 */
record MergeBody(
        @Schema(example = "C00000000135") @NotNull @Pattern(regexp = CustomerNumber.PATTERN)
        String survivor,

        @Schema(example = "[\"C00000000232\"]") @NotNull @Size(min = 1, max = 20)
        List<@NotNull @Pattern(regexp = CustomerNumber.PATTERN) String> losers,

        @Schema(example = "{\"fullName\": \"C00000000232\"}") @Size(max = 20) @Nullable
        Map<@Size(max = 40) String, @NotNull @Pattern(regexp = CustomerNumber.PATTERN) String> choices,

        @Schema(example = "{\"C00000000135\": 3}") @Size(max = 21) @Nullable
        Map<@Pattern(regexp = CustomerNumber.PATTERN) String, @NotNull @Positive Long> versions,

        @Schema(example = "Same mobile number and address") @NotBlank @Size(max = 300)
        String reason) {

    MergeOrders.Wish wish() {
        Set<String> named = new HashSet<>(Set.of(survivor));
        for (int i = 0; i < losers.size(); i++) {
            if (!named.add(losers.get(i))) {
                throw ProblemException.field("/losers/" + i, "distinct");
            }
        }
        Map<String, CustomerNumber> chosen = new HashMap<>();
        if (choices != null) {
            choices.forEach((field, number) -> chosen.put(field, new CustomerNumber(number)));
        }
        Map<CustomerNumber, Long> seen = new HashMap<>();
        if (versions != null) {
            versions.forEach((number, version) -> seen.put(new CustomerNumber(number), version));
        }
        return new MergeOrders.Wish(
                new CustomerNumber(survivor),
                losers.stream().map(CustomerNumber::new).toList(),
                chosen,
                seen);
    }
}
