package io.kehu.feedback.calendar;

import java.time.Instant;

/** A calendar as it was defined, by whom and when. */
record CalendarVersion(int version, CalendarDefinition definition, Instant createdAt, String createdBy) {

    CalendarRef ref() {
        return new CalendarRef(definition.code(), version);
    }
}
