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
import java.util.ArrayList;
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
    private final FreeNumbers freeNumbers;
    private final Clock clock;
    private final AtomicLong unexplained;

    WatchSchemes(
            Schemes schemes,
            Accounts accounts,
            Outbox outbox,
            Transactions transactions,
            LedgerProperties properties,
            FreeNumbers freeNumbers,
            MeterRegistry meters,
            Clock clock) {
        this.schemes = schemes;
        this.accounts = accounts;
        this.outbox = outbox;
        this.transactions = transactions;
        this.properties = properties;
        this.freeNumbers = freeNumbers;
        this.clock = clock;
        this.unexplained = meters.gauge("identity.numbers.unexplained", new AtomicLong());
    }

    /** @param lowPercent a counter with at most this part of its numbers left is low, where its scheme does not say how many */
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
        List<FreeNumbers.Counter> counters = new ArrayList<>();
        for (Scheme scheme : schemes.all()) {
            long alertFree = alertFree(scheme);
            tellLow(scheme, alertFree);
            List<Account> partitions = accounts.of(scheme);
            counters.addAll(inUse(scheme, partitions, alertFree));
            found += partitions.stream()
                    .mapToLong(Account::unexplained)
                    .map(Math::abs)
                    .sum();
        }
        freeNumbers.show(counters);
        if (found > 0) {
            log.error("{} numbers are not explained; see the ledger of each scheme", found);
        }
        unexplained.set(found);
    }

    private long alertFree(Scheme scheme) {
        Long own = scheme.alertFree();
        return own == null ? part(scheme.capacity(), properties.lowPercent()) : own;
    }

    /** Nobody misses numbers of a scheme that was stopped, or of a year that is over. */
    private List<FreeNumbers.Counter> inUse(Scheme scheme, List<Account> partitions, long alertFree) {
        if (scheme.state() != Scheme.State.ACTIVE) {
            return List.of();
        }
        String year = "%04d".formatted(clock.instant().atZone(scheme.zone()).getYear());
        return partitions.stream()
                .filter(account -> scheme.partitioning() != Scheme.Partitioning.YEAR
                        || account.partition().compareTo(year) >= 0)
                .map(account ->
                        new FreeNumbers.Counter(scheme.code().value(), account.partition(), account.free(), alertFree))
                .toList();
    }

    private void tellLow(Scheme scheme, long free) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
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
