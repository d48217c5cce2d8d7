package io.kehu.feedback.calendar;

import io.kehu.starter.database.Transactions;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Defines calendars: those of the configuration at start, later versions when an administrator asks. Before the first request and the
 * first event, not after.
 */
@Component
public class DefineCalendars implements InitializingBean {

    private final Calendars calendars;
    private final CalendarProperties properties;
    private final Transactions transactions;
    private final Clock clock;
    private final String service;

    DefineCalendars(
            Calendars calendars,
            CalendarProperties properties,
            Transactions transactions,
            Clock clock,
            @Value("${spring.application.name}") String service) {
        this.calendars = calendars;
        this.properties = properties;
        this.transactions = transactions;
        this.clock = clock;
        this.service = service;
    }

    @Override
    public void afterPropertiesSet() {
        properties
                .calendars()
                .forEach(definition -> transactions.run(() -> {
                    calendars.lock(definition.code());
                    if (calendars.latestVersion(definition.code()).isEmpty()) {
                        define(definition, "service:" + service);
                    }
                }));
    }

    /** The next version; defining the very same again makes none. */
    CalendarVersion define(CalendarDefinition definition, String createdBy) {
        definition.toCalendar();
        return transactions.call(() -> {
            calendars.lock(definition.code());
            Optional<CalendarVersion> before = calendars.latestVersion(definition.code());
            if (before.isPresent() && before.get().definition().equals(definition)) {
                return before.get();
            }
            CalendarVersion next = new CalendarVersion(
                    before.map(CalendarVersion::version).orElse(0) + 1,
                    definition,
                    clock.instant().truncatedTo(ChronoUnit.MICROS),
                    createdBy);
            calendars.add(next);
            return next;
        });
    }
}
