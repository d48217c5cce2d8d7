package io.kehu.notification.dispatch;

import io.kehu.notification.NotificationProperties;
import io.kehu.notification.message.MessageState;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.stereotype.Component;

/** When a message that was refused may be tried again, and when it is enough. */
@Component
class BackOff {

    private static final String EXHAUSTED = "RETRY_EXHAUSTED";
    private static final int LARGEST_SHIFT = 20;

    private final NotificationProperties.Dispatch settings;

    BackOff(NotificationProperties properties) {
        this.settings = properties.dispatch();
    }

    /** The next step of a message after a refusal that is worth another try. */
    Move after(Waiting message, Instant now) {
        int failures = message.failures() + 1;
        if (failures >= settings.tries()) {
            return Move.to(message, MessageState.FAILED, EXHAUSTED).afterFailure();
        }
        Duration pause = doubled(settings.backOff(), failures - 1, settings.backOffLimit());
        return Move.later(message, MessageState.READY, null, now.plus(pause)).afterFailure();
    }

    /** A pause doubled some times but not beyond a limit, and up to a quarter longer, so that what failed together comes back apart. */
    static Duration doubled(Duration first, int times, Duration limit) {
        Duration grown = first.multipliedBy(1L << Math.min(times, LARGEST_SHIFT));
        Duration pause = grown.compareTo(limit) < 0 ? grown : limit;
        return pause.plusMillis(ThreadLocalRandom.current().nextLong(pause.toMillis() / 4 + 1));
    }
}
