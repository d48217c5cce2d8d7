package io.kehu.customer.transfer;

import io.kehu.customer.customer.Consent;
import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.CustomerTokens;
import io.kehu.customer.identity.Numbers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a row would do.
 *
 * @param reasons codes, {@code field:code}; never values
 * @param number the customer it means; for a new one, a number an interrupted import has tied to its references
 * @param existing the customer it means, if there is one
 * @param merged what that customer would be afterwards
 * @param newKeys what that customer will certainly be known by, and is not yet
 * @param newReferences ids not known to stand for anybody
 * @param newConsents what is new of what the row says was agreed to
 * @param newCustom values of custom fields that had none, by code
 * @param newBelonging what is new of whose the customer is, and of tags
 */
record Judgement(
        ImportedRow row,
        Verdict verdict,
        List<String> reasons,
        @Nullable String number,
        @Nullable Customer existing,
        @Nullable CustomerDraft merged,
        Set<CustomerTokens.Key> newKeys,
        List<Numbers.ExternalId> newReferences,
        List<Consent> newConsents,
        Map<String, Object> newCustom,
        Belonging.New newBelonging) {

    static Judgement fault(ImportedRow row, Verdict verdict, List<String> reasons, @Nullable String number) {
        return new Judgement(
                row,
                verdict,
                reasons,
                number,
                null,
                null,
                Set.of(),
                List.of(),
                List.of(),
                Map.of(),
                Belonging.New.NOTHING);
    }

    static Judgement create(ImportedRow row, @Nullable String reservedNumber, Belonging.New belonging) {
        return new Judgement(
                row,
                Verdict.CREATE,
                List.of(),
                reservedNumber,
                null,
                null,
                Set.copyOf(row.keys()),
                row.references(),
                row.consents(),
                row.custom(),
                belonging);
    }

    /** The number of a judgement that is known to have one. */
    String numberText() {
        return Objects.requireNonNull(number);
    }

    /** The same effect under another name. */
    Judgement as(Verdict other) {
        return new Judgement(
                row,
                other,
                reasons,
                number,
                existing,
                merged,
                newKeys,
                newReferences,
                newConsents,
                newCustom,
                newBelonging);
    }

    Judgement because(Verdict other, String reason) {
        return fault(row, other, List.of(reason), number);
    }
}
