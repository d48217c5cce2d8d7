package io.kehu.identity.ledger;

import io.kehu.identity.scheme.Scheme;
import io.kehu.identity.scheme.Schemes;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.messaging.Outbox;
import io.kehu.starter.messaging.OutgoingEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Tells before a counter runs out, and counts whether every number is explained. */
@Component
class WatchSchemes {

    private static final Logger log = LoggerFactory.getLogger(WatchSchemes.class);
    private static final int PERCENT = 100;

    private final Schemes schemes;
    private final Accounts accounts;
    private final Outbox outbox;
    private final Transactions transactions;
    private final LedgerProperties properties;
    private final Clock clock;
    private final AtomicLong unexplained;

    WatchSchemes(
            Schemes schemes,
            Accounts accounts,
            Outbox outbox,
            Transactions transactions,
            LedgerProperties properties,
            MeterRegistry meters,
            Clock clock) {
        this.schemes = schemes;
        this.accounts = accounts;
        this.outbox = outbox;
        this.transactions = transactions;
        this.properties = properties;
        this.clock = clock;
        this.unexplained = meters.gauge("identity.numbers.unexplained", new AtomicLong());
    }

    /** @param lowPercent a counter with at most this part of its numbers left is low */
    @ConfigurationProperties("kehu.identity.ledger")
    record LedgerProperties(@DefaultValue("10") int lowPercent) {}

    /** As in docs/events/identity.scheme.low.v1. */
    record SchemeLow(
            String scheme,
            String partition,
            long free,
            long capacity,
            @Nullable LocalDate runsOutOn) {}

    @Scheduled(initialDelayString = "PT30S", fixedDelayString = "${kehu.identity.ledger.watch-every:PT5M}")
    void watch() {
        long found = 0;
        for (Scheme scheme : schemes.all()) {
            tellLow(scheme);
            found += accounts.of(scheme).stream()
                    .mapToLong(Account::unexplained)
                    .map(Math::abs)
                    .sum();
        }
        if (found > 0) {
            log.error("{} numbers are not explained; see the ledger of each scheme", found);
        }
        unexplained.set(found);
    }

    private void tellLow(Scheme scheme) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        long free = part(scheme.capacity(), properties.lowPercent());
        transactions.run(() -> {
            List<String> low = accounts.markLow(scheme, free, now);
            if (!low.isEmpty()) {
                outbox.append(accounts.paces(scheme, now.minus(Forecast.LATELY), now).stream()
                        .filter(pace -> low.contains(pace.partition()))
                        .map(pace -> event(scheme, Forecast.of(pace, now, scheme.zone()), now))
                        .toList());
            }
        });
    }

    /** Rounded down, and never beyond what a long holds. */
    private static long part(long whole, int percent) {
        return whole / PERCENT * percent + whole % PERCENT * percent / PERCENT;
    }

    private static OutgoingEvent event(Scheme scheme, Forecast forecast, Instant now) {
        return new OutgoingEvent(
                "identity.scheme.low.v1",
                scheme.code().value(),
                now.toEpochMilli(),
                new SchemeLow(
                        scheme.code().value(),
                        forecast.partition(),
                        forecast.free(),
                        scheme.capacity(),
                        forecast.runsOutOn()));
    }
}
