package io.kehu.feedback.survey;

import java.util.UUID;

/** Id of a response. */
record ResponseId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
