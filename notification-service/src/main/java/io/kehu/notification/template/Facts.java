package io.kehu.notification.template;

import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What fills a text: the message's own parameters, and what is only known, and only looked at, in the moment of sending.
 *
 * @param parameters of the message
 * @param customerName fills {@code customer.name}; null or blank for the polite word of the language
 * @param surveyLink fills {@code survey.link}
 * @param zone of the recipient
 */
public record Facts(
        Map<String, Object> parameters,
        @Nullable String customerName,
        @Nullable String surveyLink,
        ZoneId zone) {

    static final String CUSTOMER_NAME = "customer.name";
    static final String SURVEY_LINK = "survey.link";

    /** The parameter a text with a survey link needs. */
    static final String INVITATION = "invitationId";

    /** Names no parameter can have. */
    static final Set<String> NAMES = Set.of(CUSTOMER_NAME, SURVEY_LINK);

    /** Without the person. */
    @Override
    public String toString() {
        return "Facts" + parameters.keySet();
    }
}
