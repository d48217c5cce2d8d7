package io.kehu.identity.number;

import io.kehu.identity.number.NumberEvents.Change;
import io.kehu.identity.number.NumberEvents.Type;
import io.kehu.starter.database.Transactions;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Makes numbers void whose reservation ran out. Nobody can activate them before it comes by; it only makes the books agree. */
@Component
class ExpireReservations {

    private static final int BATCH = 1_000;
    private static final String ACTOR = "service:identity-service";

    private final NumberLives lives;
    private final NumberEvents events;
    private final Transactions transactions;
    private final Clock clock;

    ExpireReservations(NumberLives lives, NumberEvents events, Transactions transactions, Clock clock) {
        this.lives = lives;
        this.events = events;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "PT10S", fixedDelayString = "PT1M")
    void expire() {
        int expired = BATCH;
        while (expired == BATCH) {
            expired = transactions.call(this::expireSome);
        }
    }

    private int expireSome() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<String> numbers = lives.expire(now, BATCH);
        if (!numbers.isEmpty()) {
            events.add(numbers, new Change(Type.EXPIRED, null, "RESERVATION_OVER", now, ACTOR));
        }
        return numbers.size();
    }
}
