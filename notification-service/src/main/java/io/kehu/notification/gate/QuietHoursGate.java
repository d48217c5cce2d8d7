package io.kehu.notification.gate;

import io.kehu.notification.NotificationProperties.QuietHours;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.UUID;

/**
 * Care, surveys and marketing arrive by day. Those of a night leave spread over the first part of the morning, each at a moment that depends
 * on nothing but its id.
 */
final class QuietHoursGate implements Gate {

    private final QuietHours hours;
    private final ZoneId zone;

    QuietHoursGate(QuietHours hours, ZoneId zone) {
        this.hours = hours;
        this.zone = zone;
    }

    @Override
    public String name() {
        return "QUIET_HOURS";
    }

    @Override
    public String ruleVersion() {
        return "1/" + hours.from() + "-" + hours.to() + "/" + zone;
    }

    @Override
    public Verdict judge(Candidate candidate) {
        return switch (candidate.purpose()) {
            case OTP, TRANSACTIONAL, SERVICE -> Verdict.ALLOWED;
            case CARE, SURVEY, MARKETING -> byDay(candidate);
        };
    }

    private Verdict byDay(Candidate candidate) {
        ZonedDateTime local = candidate.now().atZone(zone);
        LocalTime time = local.toLocalTime();
        if (!time.isBefore(hours.from()) && time.isBefore(hours.to())) {
            return Verdict.ALLOWED;
        }
        ZonedDateTime opens = local.with(hours.from());
        Instant next = (time.isBefore(hours.from()) ? opens : opens.plusDays(1)).toInstant();
        return new Verdict.Deferred(Reason.OUTSIDE_HOURS, next.plus(share(candidate.message())));
    }

    private Duration share(UUID message) {
        long spread = Math.max(1, hours.spread().toMillis());
        return Duration.ofMillis(Math.floorMod(message.getLeastSignificantBits(), spread));
    }
}
