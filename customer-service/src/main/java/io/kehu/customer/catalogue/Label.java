package io.kehu.customer.catalogue;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Locale;

/** A text for people, in both languages. */
record Label(
        @Schema(example = "鞋码") @NotBlank @Size(max = 100) String zh,

        @Schema(example = "Shoe size") @NotBlank @Size(max = 100)
        String en) {

    String in(Locale locale) {
        return locale.getLanguage().equals("zh") ? zh : en;
    }
}
