package io.kehu.customer.catalogue;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Optional;

/**
 * What a choice may be.
 *
 * @param items in their order
 */
record Dictionary(
        @Schema(example = "shoe_sizes") String code,
        Label label,
        List<Item> items,
        @Schema(example = "3") long version) {

    static final String ITEM_PATTERN = "[A-Za-z0-9][A-Za-z0-9_.-]{0,59}";

    Dictionary {
        items = List.copyOf(items);
    }

    /**
     * One choice.
     *
     * @param active whether new values may be this; values there are stay
     */
    @Schema(name = "DictionaryItem")
    record Item(
            @Schema(example = "EU42") @NotNull @Pattern(regexp = ITEM_PATTERN)
            String code,

            @Valid @NotNull Label label,
            boolean active) {}

    Optional<Item> item(String itemCode) {
        return items.stream().filter(item -> item.code().equals(itemCode)).findFirst();
    }
}
