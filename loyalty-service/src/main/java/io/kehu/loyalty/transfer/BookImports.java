package io.kehu.loyalty.transfer;

import io.kehu.loyalty.ledger.Booked;
import io.kehu.loyalty.ledger.Booking;
import io.kehu.loyalty.ledger.Ledger;
import io.kehu.loyalty.ledger.Outcome;
import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.program.Programs;
import io.kehu.starter.database.Transactions;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Books imports that were let in, some rows at a time, each time in one transaction with the note that these rows are booked: a crash loses the
 * transaction that runs and nothing else. The import's row is locked, so that of several instances one is at it. Nobody is told: for others
 * these are no new points.
 */
@Component
class BookImports {

    private final ImportTable imports;
    private final ImportRowTable rows;
    private final Programs programs;
    private final Ledger ledger;
    private final Transactions transactions;
    private final Clock clock;

    BookImports(
            ImportTable imports,
            ImportRowTable rows,
            Programs programs,
            Ledger ledger,
            Transactions transactions,
            Clock clock) {
        this.imports = imports;
        this.rows = rows;
        this.programs = programs;
        this.ledger = ledger;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** @return false when there is none, or somebody else is at it */
    boolean bookNext(int limit) {
        return transactions.call(() -> {
            Optional<PointsImport> next = imports.claim(PointsImport.State.BOOKING);
            next.ifPresent(one -> book(one, limit));
            return next.isPresent();
        });
    }

    private void book(PointsImport one, int limit) {
        Program program = programs.find(one.program()).orElseThrow();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<ImportRow> chunk = rows.next(one.id(), ImportRow.State.GOOD, limit);
        List<ImportRowTable.Settled> settled = new ArrayList<>();
        List<ImportRow> bookable = new ArrayList<>();
        List<Booking> bookings = new ArrayList<>();
        LocalDate today = now.atZone(program.zone()).toLocalDate();
        Set<String> erased =
                rows.erased(chunk.stream().map(row -> entry(row).number()).toList());
        for (ImportRow row : chunk) {
            RowProblem problem = problem(entry(row), today, erased);
            if (problem == null) {
                bookable.add(row);
                bookings.add(booking(program, entry(row), one.uploadedBy()));
            } else {
                settled.add(new ImportRowTable.Settled(row.position(), null, problem));
            }
        }
        long points = 0;
        int booked = 0;
        List<Outcome> outcomes = ledger.tryBook(program, bookings);
        for (int i = 0; i < outcomes.size(); i++) {
            int position = bookable.get(i).position();
            if (outcomes.get(i) instanceof Booked done) {
                booked++;
                points += done.booking().points();
                settled.add(new ImportRowTable.Settled(position, done.booking().id(), null));
            } else {
                settled.add(new ImportRowTable.Settled(position, null, RowProblem.MEMBER_CLOSED));
            }
        }
        rows.settle(one.id(), settled);
        imports.progress(one.id(), booked, settled.size() - booked, points, chunk.size() < limit ? now : null);
    }

    /** What has changed since the file was read. */
    private static @Nullable RowProblem problem(ImportRow.Entry entry, LocalDate today, Set<String> erased) {
        if (entry.lastDay() != null && entry.lastDay().isBefore(today)) {
            return RowProblem.EXPIRED;
        }
        return erased.contains(entry.number()) ? RowProblem.MEMBER_CLOSED : null;
    }

    private static Booking booking(Program program, ImportRow.Entry entry, String actor) {
        Booking.Origin origin = new Booking.Origin(
                program.startOf(entry.earnedOn()), entry.lastDay() == null ? null : program.endOf(entry.lastDay()));
        return Booking.imported(
                entry.number(),
                entry.points(),
                "IMPORT/" + entry.reference(),
                actor,
                origin,
                entry.spendableOn() == null ? null : program.startOf(entry.spendableOn()));
    }

    private static ImportRow.Entry entry(ImportRow row) {
        if (row.entry() == null) {
            throw new IllegalStateException("A good row says nothing");
        }
        return row.entry();
    }
}
