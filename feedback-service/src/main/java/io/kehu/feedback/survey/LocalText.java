package io.kehu.feedback.survey;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Locale;

/**
 * A text in both languages.
 *
 * @param zhCn Simplified Chinese
 * @param en English
 */
record LocalText(
        @JsonProperty("zh-CN") @NotBlank @Size(max = 1_000) @Pattern(regexp = PRINTABLE)
        String zhCn,

        @NotBlank @Size(max = 1_000) @Pattern(regexp = PRINTABLE)
        String en) {

    /** Line breaks, but no other control character. */
    private static final String PRINTABLE = "[\\P{Cntrl}\\n\\r]*";

    String in(Locale locale) {
        return Locale.CHINESE.getLanguage().equals(locale.getLanguage()) ? zhCn : en;
    }
}
