package io.kehu.feedback.calendar;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;

/**
 * One stretch of a day in which work is done, in seconds of the local clock.
 *
 * @param from first second, from 0
 * @param to the second after the last one, up to 86,400
 */
public record OpenHours(int from, int to) {

    public static final int DAY = (int) Duration.ofDays(1).toSeconds();

    public OpenHours {
        if (from < 0 || from >= to || to > DAY) {
            throw new IllegalArgumentException("Hours begin before they end, within a day.");
        }
    }

    LocalDateTime start(LocalDate day) {
        return day.atStartOfDay().plusSeconds(from);
    }

    LocalDateTime end(LocalDate day) {
        return day.atStartOfDay().plusSeconds(to);
    }
}
