package io.kehu.feedback.survey;

import io.kehu.feedback.CustomerNumber;
import java.time.Instant;

/**
 * One request to one customer to answer one version of a survey.
 *
 * @param number the number it is filed under
 * @param living the number that stands for that one now
 */
record Invitation(
        InvitationId id,
        SurveyCode survey,
        int surveyVersion,
        CustomerNumber number,
        CustomerNumber living,
        InvitationState state,
        Instant expiresAt) {

    /** The state as of a moment: an invitation expires whether or not the job has come by. */
    InvitationState stateAt(Instant now) {
        return state.isOpen() && !now.isBefore(expiresAt) ? InvitationState.EXPIRED : state;
    }
}
