package io.kehu.loyalty.transfer;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.stereotype.Component;

/** What is wrong with a row, in words. */
@Component
class ImportTexts {

    private final ResourceBundleMessageSource texts = new ResourceBundleMessageSource();

    ImportTexts() {
        texts.setBasename("imports");
        texts.setDefaultEncoding(StandardCharsets.UTF_8.name());
        texts.setFallbackToSystemLocale(false);
    }

    String of(RowProblem problem, Locale language) {
        return texts.getMessage(problem.name(), null, language);
    }
}
