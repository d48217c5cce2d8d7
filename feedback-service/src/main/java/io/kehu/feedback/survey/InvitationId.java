package io.kehu.feedback.survey;

import java.util.UUID;

/** Id of an invitation. */
record InvitationId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
