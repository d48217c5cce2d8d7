package io.kehu.loyalty.transfer;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.ledger.Booking;
import io.kehu.loyalty.ledger.Journal;
import io.kehu.loyalty.ledger.Ledger;
import io.kehu.loyalty.ledger.MemberLocks;
import io.kehu.loyalty.ledger.TxType;
import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.program.Programs;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Takes back what is left of a file that was wrong: as a job like its booking, some rows in one transaction. What members used of it stays used.
 * A row that goes back whole may come again under its reference.
 */
@Component
class ReverseImports {

    private final ImportTable imports;
    private final ImportRowTable rows;
    private final Programs programs;
    private final Ledger ledger;
    private final Journal journal;
    private final MemberLocks locks;
    private final AuditTrail audit;
    private final Transactions transactions;
    private final Clock clock;

    ReverseImports(
            ImportTable imports,
            ImportRowTable rows,
            Programs programs,
            Ledger ledger,
            Journal journal,
            MemberLocks locks,
            AuditTrail audit,
            Transactions transactions,
            Clock clock) {
        this.imports = imports;
        this.rows = rows;
        this.programs = programs;
        this.ledger = ledger;
        this.journal = journal;
        this.locks = locks;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Nothing more of it is booked from now on, and all of it goes back. In the caller's transaction. */
    PointsImport ask(PointsImport one, String actor, String reason) {
        if (!imports.reverse(one.id(), actor, reason, now())) {
            throw new ProblemException(LoyaltyProblem.POINTS_IMPORT_NOT_BOOKED)
                    .with("state", current(one).state());
        }
        rows.reject(one.id());
        audit.record(AuditEntry.of("points-import.reverse", one.program() + "/" + one.id())
                .because(reason));
        return current(one);
    }

    /** @return false when there is none, or somebody else is at it */
    boolean reverseNext(int limit) {
        return transactions.call(() -> {
            Optional<PointsImport> next = imports.claim(PointsImport.State.REVERSING);
            next.ifPresent(one -> reverse(one, limit));
            return next.isPresent();
        });
    }

    private void reverse(PointsImport one, int limit) {
        Program program = programs.find(one.program()).orElseThrow();
        List<ImportRow> chunk = rows.next(one.id(), ImportRow.State.BOOKED, limit);
        locks.lock(
                program,
                locks.living(chunk.stream().map(row -> entry(row).number()).toList()));
        Map<UUID, Journal.Imported> imported =
                journal.imported(chunk.stream().map(ReverseImports::tx).toList());
        String actor = Objects.requireNonNull(one.reversal()).by();
        List<Booking> bookings = new ArrayList<>();
        List<ImportRowTable.Reversed> reversed = new ArrayList<>();
        int whole = 0;
        long points = 0;
        for (ImportRow row : chunk) {
            Journal.Imported stands = Objects.requireNonNull(imported.get(tx(row)));
            Booking booking = stands.free() == 0 ? null : booking(row, stands.free(), actor);
            if (booking != null) {
                bookings.add(booking);
            }
            long back = stands.reversed() + stands.free();
            reversed.add(new ImportRowTable.Reversed(row.position(), back, booking == null ? null : booking.id()));
            whole += back == entry(row).points() ? 1 : 0;
            points += back;
        }
        ledger.book(program, bookings);
        rows.reverse(one.id(), reversed);
        imports.reversalProgress(one.id(), whole, chunk.size() - whole, points, chunk.size() < limit ? now() : null);
    }

    private Booking booking(ImportRow row, long points, String actor) {
        return Booking.reversing(
                TxType.REVERSE_IMPORT,
                tx(row),
                entry(row).number(),
                -points,
                "IMPORT/" + entry(row).reference(),
                actor,
                now());
    }

    private PointsImport current(PointsImport one) {
        return imports.find(one.id()).orElseThrow();
    }

    private static UUID tx(ImportRow row) {
        return Objects.requireNonNull(row.tx());
    }

    private static ImportRow.Entry entry(ImportRow row) {
        return Objects.requireNonNull(row.entry());
    }

    private Instant now() {
        // PostgreSQL keeps microseconds.
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
