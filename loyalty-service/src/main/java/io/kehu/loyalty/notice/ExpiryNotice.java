package io.kehu.loyalty.notice;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a member was told of the points that expire in a month.
 *
 * @param lastDay on which the first of them can be spent, by the programme's days
 * @param reason why no message went out
 */
record ExpiryNotice(
        UUID id,
        String number,
        YearMonth month,
        long points,
        LocalDate lastDay,
        State state,
        @Nullable String reason,
        Instant toldAt,
        @Nullable Instant answeredAt) {

    /** What became of it. */
    enum State {
        /** notification-service was asked to tell. */
        TOLD,
        /** A message went out. */
        SENT,
        /** None went out. */
        FAILED
    }
}
