package io.kehu.customer.export;

import io.kehu.customer.catalogue.KeptFilters;
import io.kehu.customer.transfer.FileFormat;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a file. All that narrows it must hold; without any, it is everything the caller reaches.
 *
 * @param view id of a saved view whose filters hold as well; what is said in {@code filters} counts before them
 * @param importId only customers this import created or changed
 * @param columns in this order, by the names the import uses; {@code GET /customer/v1/exports:options} lists them
 * @param language of the header
 */
record ExportRequest(
        @Nullable UUID view,
        @Nullable UUID importId,
        @Valid KeptFilters.@Nullable Asked filters,

        @Schema(example = "[\"number\", \"fullName\", \"phone\", \"tags\"]") @NotEmpty @Size(max = 100)
        List<@NotNull @Size(max = 80) String> columns,

        @NotNull FileFormat format,

        @Schema(example = "zh", type = "string") @NotNull @Pattern(regexp = "zh|en")
        String language,

        @Valid @NotNull Purpose purpose) {

    static final String PURPOSE_CODE = "[a-z][a-z0-9-]{0,39}";

    /**
     * Why the data leaves.
     *
     * @param code one of the configured purposes
     * @param text in the caller's words; kept encrypted, and written into the file
     */
    @Schema(name = "ExportPurpose")
    record Purpose(
            @Schema(example = "customer-care", type = "string") @NotNull @Pattern(regexp = PURPOSE_CODE)
            String code,

            @Schema(example = "Follow-up calls after the autumn fair") @NotBlank @Size(min = 10, max = 500)
            String text) {}
}
