package io.kehu.notification.message;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.stereotype.Component;

/** Says in the reader's language what states, verdicts and attempts mean; the bundle {@code explanations}. */
@Component
class ExplanationTexts {

    private final ResourceBundleMessageSource texts = new ResourceBundleMessageSource();

    ExplanationTexts() {
        texts.setBasename("explanations");
        texts.setDefaultEncoding(StandardCharsets.UTF_8.name());
        texts.setFallbackToSystemLocale(false);
    }

    String summary(Message message, Locale locale) {
        return text("state." + message.state(), locale);
    }

    String of(Explanations.Step step, Locale locale) {
        return switch (step) {
            case Explanations.Decided decided ->
                decided.reason() == null
                        ? text("gate." + decided.gate(), locale)
                        : text("reason." + decided.reason(), locale, decided.detail());
            case Explanations.Attempted attempted ->
                attempted.errorClass() == null
                        ? text("attempt." + attempted.state(), locale)
                        : text("error." + attempted.errorClass(), locale, attempted.errorCode());
        };
    }

    /** A text that is missing shows as its key, so that an explanation never fails; a test keeps the bundles complete. */
    private String text(String key, Locale locale, @Nullable String... arguments) {
        boolean plain = arguments.length == 0 || arguments[0] == null;
        String text = texts.getMessage(key, plain ? null : arguments, key, locale);
        return text == null ? key : text;
    }
}
