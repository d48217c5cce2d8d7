package io.kehu.loyalty.activity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that earns points.
 *
 * @param points for each time; missing where whoever tells of it says how many
 * @param mostPoints most that can be told for one time; missing where {@code points} says how many
 * @param timesPerDay most times for one member on one day of the programme's zone; any number when missing
 * @param timesPerMember most times for one member ever; any number when missing
 * @param pointsPerMonth most points for one member in one month of the programme's zone; any number when missing
 * @param pendingDays how long the points wait before they can be spent; not at all when missing
 * @param event type of the event that tells of it; missing where it is told over HTTP only
 * @param eventKey which of those events, such as the code of a survey; all of them when missing
 */
public record Activity(
        String program,
        String code,
        int version,
        String name,
        @Nullable Long points,
        @Nullable Long mostPoints,
        @Nullable Integer timesPerDay,
        @Nullable Integer timesPerMember,
        @Nullable Long pointsPerMonth,
        @Nullable Integer pendingDays,
        @Nullable String event,
        @Nullable String eventKey,
        Instant validFrom,
        @Nullable Instant validTo,
        @Nullable Instant endedAt) {

    boolean isOn(Instant at) {
        return !at.isBefore(validFrom)
                && (validTo == null || at.isBefore(validTo))
                && (endedAt == null || at.isBefore(endedAt));
    }

    boolean isToldBy(String type, String key) {
        return type.equals(event) && (eventKey == null || eventKey.equals(key));
    }
}
