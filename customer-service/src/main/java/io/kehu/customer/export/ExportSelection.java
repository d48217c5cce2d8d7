package io.kehu.customer.export;

import io.kehu.customer.customer.CustomerDraft;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which customers an export is of, as it was when it was asked for: a view that changes afterwards changes nothing.
 *
 * @param view where the filters came from
 * @param importId only customers this import created or changed
 * @param custom exact values by code, or {@code {from, to}}; nothing personal
 */
record ExportSelection(
        @Nullable UUID view,
        @Nullable UUID importId,
        CustomerDraft.@Nullable Stage stage,

        @Schema(example = "9c1e2f60-5a3b-4c7d-8e21-0f6b7a9d1c34") @Nullable
        String owner,

        @Schema(example = "SOUTH") @Nullable String team,
        @Schema(example = "PUBLIC") @Nullable String pool,
        @Schema(example = "TEA_LOVER") @Nullable String tag,
        Map<String, Object> custom) {}
