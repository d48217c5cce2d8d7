package io.kehu.loyalty.notice;

import io.kehu.loyalty.program.Program;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.messaging.Outbox;
import io.kehu.starter.messaging.OutgoingEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Tells members of the points that expire in the months that are near: one notice for a member and a month. Once a day all members are
 * looked through, a stretch of accounts at a time; where it was broken off it goes on.
 */
@Component
public class TellExpiries {

    private static final String TYPE = "loyalty.points.expiring.v1";

    private final NoticeTable notices;
    private final Outbox outbox;
    private final Clock clock;

    TellExpiries(NoticeTable notices, Outbox outbox, Clock clock) {
        this.notices = notices;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Looks at one stretch, in the caller's transaction. @return whether there may be more to look at today */
    public boolean tell(Program program, Program.Notice terms, int accounts) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        LocalDate today = now.atZone(program.zone()).toLocalDate();
        YearMonth last = YearMonth.from(today.plusDays(terms.days()));
        for (YearMonth month = YearMonth.from(today); !month.isAfter(last); month = month.plusMonths(1)) {
            NoticeTable.Walk walk = notices.walk(program, month);
            if (walk.done() && walk.day().isBefore(today)) {
                walk = new NoticeTable.Walk(today, 0, false);
            }
            if (!walk.done()) {
                stretch(program, month, walk, accounts, now);
                return true;
            }
        }
        return false;
    }

    private void stretch(Program program, YearMonth month, NoticeTable.Walk walk, int accounts, Instant now) {
        Long end = notices.stretch(program, walk.lastAccount(), accounts);
        List<NoticeTable.Due> due = notices.due(program, month, now, walk.lastAccount(), end);
        if (!due.isEmpty()) {
            tell(program, month, due, now);
        }
        notices.write(
                program, month, new NoticeTable.Walk(walk.day(), end == null ? walk.lastAccount() : end, end == null));
    }

    private void tell(Program program, YearMonth month, List<NoticeTable.Due> due, Instant now) {
        List<ExpiryNotice> told = due.stream()
                .map(one -> new ExpiryNotice(
                        TimeOrderedIds.next(),
                        one.number(),
                        month,
                        one.points(),
                        program.lastDayBefore(one.firstExpiry()),
                        ExpiryNotice.State.TOLD,
                        null,
                        now,
                        null))
                .toList();
        notices.insert(program, told);
        List<OutgoingEvent> events = new ArrayList<>();
        for (int i = 0; i < told.size(); i++) {
            events.add(event(program, told.get(i), due.get(i).balance()));
        }
        outbox.append(events);
    }

    private static OutgoingEvent event(Program program, ExpiryNotice notice, long balance) {
        return new OutgoingEvent(
                TYPE,
                notice.number(),
                notice.toldAt().toEpochMilli(),
                new PointsExpiring(
                        notice.id(),
                        notice.number(),
                        program.code(),
                        notice.month().toString(),
                        notice.points(),
                        notice.lastDay(),
                        balance));
    }
}
