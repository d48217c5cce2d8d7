package io.kehu.notification.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.notification.gate.Reason;
import io.kehu.notification.provider.Outcome.ErrorClass;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every state, gate, reason and error has its words in both languages. */
class ExplanationTextsTests {

    private static final List<String> GATES =
            List.of("EXPIRY", "CONSENT", "SUPPRESSION", "QUIET_HOURS", "ADDRESS", "SURVEY_LINK", "TEMPLATE");

    @Test
    void everythingThatCanBeExplainedHasWordsInBothLanguages() {
        List<String> keys = new ArrayList<>();
        for (MessageState state : MessageState.values()) {
            keys.add("state." + state);
        }
        GATES.forEach(gate -> keys.add("gate." + gate));
        for (Reason reason : Reason.values()) {
            keys.add("reason." + reason);
        }
        for (String state : List.of("DISPATCHING", "SENT", "FAILED", "NOT_SENT", "UNKNOWN")) {
            keys.add("attempt." + state);
        }
        for (ErrorClass error : ErrorClass.values()) {
            keys.add("error." + error);
        }
        keys.addAll(List.of("error.NOT_OFFERED", "error.ANSWER_LOST"));
        ResourceBundle english = ResourceBundle.getBundle("explanations", Locale.ROOT);
        ResourceBundle chinese = ResourceBundle.getBundle("explanations", Locale.CHINESE);

        assertThat(new TreeSet<>(english.keySet())).isEqualTo(new TreeSet<>(keys));
        assertThat(new TreeSet<>(chinese.keySet())).isEqualTo(new TreeSet<>(keys));
        keys.forEach(key -> assertThat(chinese.getString(key)).as(key).isNotEqualTo(english.getString(key)));
    }

    @Test
    void aDetailIsPutIntoTheWords() {
        ExplanationTexts texts = new ExplanationTexts();
        Instant now = Instant.EPOCH;

        assertThat(texts.of(
                        new Explanations.Decided(now, "TEMPLATE", "REFUSED", "MISSING_VARIABLE", "points", "1"),
                        Locale.ENGLISH))
                .isEqualTo("The text could not be filled in: points has no value.");
        assertThat(texts.of(
                        new Explanations.Decided(now, "ADDRESS", "REFUSED", "CUSTOMER_ERASED", null, "1"),
                        Locale.ENGLISH))
                .isEqualTo("The customer's data was erased.");
        assertThat(texts.of(
                        new Explanations.Attempted(
                                now, 1, "smtp", "<1@x>", null, "en", 1, "UNKNOWN", "ANSWER_LOST", "connection", null),
                        Locale.SIMPLIFIED_CHINESE))
                .isEqualTo("服务商的应答丢失（connection），可能已发送，因此不再重发。");
    }
}
