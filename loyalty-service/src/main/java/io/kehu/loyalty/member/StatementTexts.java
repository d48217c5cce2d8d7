package io.kehu.loyalty.member;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.stereotype.Component;

/** What a line of a statement says to people. */
@Component
class StatementTexts {

    private static final List<String> PREFIXES = List.of("EXPIRY/", "IMPORT/");

    private final ResourceBundleMessageSource texts = new ResourceBundleMessageSource();

    StatementTexts() {
        texts.setBasename("statement");
        texts.setDefaultEncoding(StandardCharsets.UTF_8.name());
        texts.setFallbackToSystemLocale(false);
    }

    String of(Statements.Line line, Locale language) {
        Statements.Merge merge = line.merge();
        String about = merge == null ? line.businessRef() : merge.loser();
        for (String prefix : PREFIXES) {
            if (about.startsWith(prefix)) {
                about = about.substring(prefix.length());
            }
        }
        return texts.getMessage(key(line), new Object[] {about, line.reason() == null ? "" : line.reason()}, language);
    }

    private static String key(Statements.Line line) {
        if (line.activity() != null) {
            return "EARN_BY_ACTIVITY";
        }
        return line.type().equals("EARN") && line.reason() != null ? "EARN_BY_TIER" : line.type();
    }
}
