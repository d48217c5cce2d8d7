package io.kehu.starter.test.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.starter.web.problem.ProblemType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.ResourceBundle;

/** Every entry of a problem catalogue has texts in both languages and a section in docs/problems.md. */
public final class ProblemContract {

    private ProblemContract() {}

    /** @param bundle resource bundle with the texts, such as {@code problems} */
    public static void verify(String bundle, ProblemType... catalogue) {
        ResourceBundle english = ResourceBundle.getBundle(bundle, Locale.ROOT);
        ResourceBundle chinese = ResourceBundle.getBundle(bundle, Locale.CHINESE);
        assertThat(chinese.getLocale()).as("the Chinese texts").isEqualTo(Locale.CHINESE);
        String documentation = documentation();
        for (ProblemType type : catalogue) {
            for (String part : new String[] {".title", ".detail"}) {
                assertThat(english.containsKey(type.slug() + part))
                        .as("English " + type.slug() + part)
                        .isTrue();
                assertThat(chinese.keySet()).as("Chinese").contains(type.slug() + part);
                assertThat(chinese.getString(type.slug() + part))
                        .as("Chinese " + type.slug() + part)
                        .isNotEqualTo(english.getString(type.slug() + part));
            }
            assertThat(documentation)
                    .as("docs/problems.md")
                    .contains("`" + type.slug() + "` | " + type.status().value());
        }
    }

    private static String documentation() {
        try {
            return Files.readString(Repository.root().resolve("docs/problems.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
