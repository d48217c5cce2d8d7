package io.kehu.customer.catalogue;

import io.kehu.starter.security.Role;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Set;

/**
 * How a record is laid out.
 *
 * @param version grows with every change
 */
record Layout(String name, Settings settings, long version) {

    static final String NAME_PATTERN = "[a-z][a-z0-9-]{0,39}";

    /**
     * A group of fields.
     *
     * @param roles who gets the section; what of its fields they see, the fields say
     * @param fields names of the record's fields, and custom ones as {@code custom.<code>}
     */
    @Schema(name = "LayoutSection")
    record Section(
            @Valid @NotNull Label label,
            @NotEmpty @Size(max = 20) Set<@NotNull Role> roles,

            @Schema(example = "[\"fullName\", \"custom.shoe_size\"]") @NotEmpty @Size(max = 200)
            List<@NotNull @Size(max = 60) String> fields) {}

    /** What an administrator writes. */
    @Schema(name = "LayoutSettings")
    record Settings(
            @Valid @NotNull Label label,
            @NotEmpty @Size(max = 50) List<@Valid @NotNull Section> sections) {}
}
