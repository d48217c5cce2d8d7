package io.kehu.feedback;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.stereotype.Component;

/** What people read besides problems: the survey page and the reasons on a clock, in Chinese and English. */
@Component
public class Texts {

    private final ResourceBundleMessageSource bundle = new ResourceBundleMessageSource();

    Texts() {
        bundle.setBasename("texts");
        bundle.setDefaultEncoding(StandardCharsets.UTF_8.name());
        bundle.setFallbackToSystemLocale(false);
    }

    public String of(String key, Locale locale, Object... arguments) {
        return bundle.getMessage(key, arguments, locale);
    }
}
