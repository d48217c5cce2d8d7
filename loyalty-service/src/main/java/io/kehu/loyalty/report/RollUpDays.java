package io.kehu.loyalty.report;

import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.program.Programs;
import io.kehu.starter.database.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Adds up what was posted to a programme's own accounts, one local day after the other, each in a transaction of its own. After a standstill, and
 * at the first start, it goes through all days there were; of several instances one at a time works on a programme.
 */
@Component
class RollUpDays {

    /** How far the clocks of instances and of the database may be apart. */
    private static final Duration MARGIN = Duration.ofMinutes(10);

    private final Programs programs;
    private final SystemAccountDays days;
    private final Transactions transactions;
    private final Clock clock;

    RollUpDays(Programs programs, SystemAccountDays days, Transactions transactions, Clock clock) {
        this.programs = programs;
        this.days = days;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "PT2M", fixedDelayString = "PT10M")
    void rollUp() {
        programs.all().forEach(this::rollUp);
    }

    /** All days that are over. */
    void rollUp(Program program) {
        boolean more = true;
        while (more) {
            more = transactions.call(() -> days.tryLock(program) && next(program));
        }
    }

    /**
     * Adds one day up, when nothing can be posted to it any more. A posting has the time at which its transaction had its accounts locked, and is
     * seen only after the commit: whatever began to write before the day was surely over is waited for, however long that takes, and bookings wait
     * for nobody. The sum is read by a later statement than the look for such transactions, and so sees what ended before.
     *
     * @return whether there was a day to add up
     */
    private boolean next(Program program) {
        LocalDate day = days.lastDay(program).map(last -> last.plusDays(1)).orElseGet(() -> days.definedOn(program));
        Instant surelyOver = program.endOf(day).plus(MARGIN);
        if (clock.instant().isBefore(surelyOver) || days.isWrittenFromBefore(surelyOver)) {
            return false;
        }
        days.insert(program, day);
        return true;
    }
}
