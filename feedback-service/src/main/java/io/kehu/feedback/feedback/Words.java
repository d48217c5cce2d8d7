package io.kehu.feedback.feedback;

import io.kehu.starter.protection.key.Column;
import io.kehu.starter.protection.key.PersonalData;
import io.kehu.starter.protection.key.PersonalData.Vault;
import io.kehu.starter.protection.key.UnreadableValueException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Opens what is sealed in feedback. A value whose key was destroyed is gone, not an error. */
@Component
class Words {

    static final Column BODY = new Column("feedback", "body");
    static final Column EXTERNAL_REF = new Column("feedback", "external_ref");

    private final PersonalData personalData;

    Words(PersonalData personalData) {
        this.personalData = personalData;
    }

    /**
     * What was said.
     *
     * @param text null when there was none or it is erased
     * @param externalRef null when there was none or it is erased
     * @param erased whether something was there that nobody can read any more
     */
    record Said(@Nullable String text, @Nullable String externalRef, boolean erased) {}

    Vault vault(List<Feedback> feedback) {
        return personalData.open(feedback.stream().map(Feedback::keyOwner).toList());
    }

    Said open(Vault vault, Feedback feedback) {
        String text = open(vault, feedback.keyOwner(), BODY, feedback.body());
        String reference = open(vault, feedback.keyOwner(), EXTERNAL_REF, feedback.externalRef());
        boolean erased =
                (feedback.body() != null && text == null) || (feedback.externalRef() != null && reference == null);
        return new Said(text, reference, erased);
    }

    private static @Nullable String open(Vault vault, String owner, Column column, byte @Nullable [] sealed) {
        if (sealed == null || !vault.holds(owner)) {
            return null;
        }
        try {
            return vault.open(owner, column, sealed);
        } catch (UnreadableValueException e) {
            // Sealed by a key that was destroyed before the customer got a new one.
            return null;
        }
    }
}
