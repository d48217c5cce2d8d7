package io.kehu.feedback.survey;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of surveys.
 *
 * @param afterPurchase code of the survey a purchase invites to; empty for none
 * @param quietPeriod how long a customer is left alone after an invitation, whatever they buy
 * @param purchaseAge how old a purchase may be when we hear of it; imports of history invite nobody
 * @param lifetime how long an invitation can be answered
 * @param surveys defined and published at the first start where their codes do not exist
 */
@Validated
@ConfigurationProperties("kehu.feedback.survey")
record SurveyProperties(
        @DefaultValue("") @Pattern(regexp = "|" + SurveyCode.PATTERN)
        String afterPurchase,

        @DefaultValue("90d") Duration quietPeriod,
        @DefaultValue("30d") Duration purchaseAge,
        @DefaultValue("14d") Duration lifetime,
        @DefaultValue List<@Valid Configured> surveys) {

    /** A survey and what it asks. */
    record Configured(
            @NotNull @Pattern(regexp = SurveyCode.PATTERN) String code,
            @NotNull @Valid SurveyDefinition definition) {}

    @Nullable
    SurveyCode purchaseSurvey() {
        return afterPurchase.isEmpty() ? null : new SurveyCode(afterPurchase);
    }
}
