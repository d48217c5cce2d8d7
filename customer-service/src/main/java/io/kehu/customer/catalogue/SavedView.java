package io.kehu.customer.catalogue;

import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.staff.Teams;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A list somebody comes back to.
 *
 * @param owner subject of the one who saved it
 * @param version grows with every change
 */
record SavedView(UUID id, String owner, Settings settings, long version) {

    /** Who sees a view. What it finds, each sees by their own rights. */
    enum Sharing {
        PRIVATE,
        /** Those who are in the team at that moment. */
        TEAM,
        ALL
    }

    /**
     * What is listed.
     *
     * @param custom exact values by code, or {@code {from, to}}; nothing personal, because it is kept
     */
    @Schema(name = "ViewFilters")
    record Filters(
            CustomerDraft.@Nullable Stage stage,

            @Schema(example = "{\"shoe_size\": \"EU42\"}") @Size(max = 20) @Nullable
            Map<String, @NotNull Object> custom) {

        static final Filters NONE = new Filters(null, Map.of());

        Filters {
            custom = custom == null ? Map.of() : Map.copyOf(custom);
        }

        @Override
        public Map<String, Object> custom() {
            return custom == null ? Map.of() : custom;
        }
    }

    /**
     * What may be changed of it.
     *
     * @param team whose view it is, with sharing TEAM; forgotten with any other sharing
     * @param columns fields of the record, and custom ones as {@code custom.<code>}
     * @param sort by number, as all lists are
     */
    @Schema(name = "ViewSettings")
    record Settings(
            @Schema(example = "VIP 客户") @NotBlank @Size(max = 100)
            String name,

            @NotNull Sharing sharing,

            @Schema(example = "SOUTH") @Pattern(regexp = Teams.CODE) @Nullable
            String team,

            @Valid @NotNull Filters filters,

            @Schema(example = "[\"fullName\", \"custom.shoe_size\"]") @NotEmpty @Size(max = 50)
            List<@NotNull @Size(max = 60) String> columns,

            @Schema(example = "number") @NotNull @Pattern(regexp = "number")
            String sort) {

        Settings {
            team = sharing == Sharing.TEAM ? team : null;
        }
    }
}
