package io.kehu.customer.catalogue;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Locale;

/** A text for people, in both languages. */
record Label(
        @NotBlank @Size(max = 100) String zh,
        @NotBlank @Size(max = 100) String en) {

    String in(Locale locale) {
        return locale.getLanguage().equals("zh") ? zh : en;
    }
}
