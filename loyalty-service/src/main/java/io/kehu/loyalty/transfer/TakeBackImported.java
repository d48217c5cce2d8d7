package io.kehu.loyalty.transfer;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.ledger.Booking;
import io.kehu.loyalty.ledger.Journal;
import io.kehu.loyalty.ledger.MemberLocks;
import io.kehu.loyalty.ledger.TxType;
import io.kehu.loyalty.program.Program;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes back what is left of imported points, such as those of a row that was wrong. Its reference stays taken. */
@Component
public class TakeBackImported {

    private final Journal journal;
    private final MemberLocks locks;
    private final Clock clock;

    TakeBackImported(Journal journal, MemberLocks locks, Clock clock) {
        this.journal = journal;
        this.locks = locks;
        this.clock = clock;
    }

    /**
     * In the caller's transaction, which has to book it.
     *
     * @param points all that is left when missing
     * @return empty when the transaction is no import
     * @throws ProblemException when fewer points are left of it
     */
    public Optional<Booking> takeBack(
            Program program, UUID tx, @Nullable Long points, String businessRef, String actor) {
        return journal.find(program.code(), tx)
                .filter(row -> row.type() == TxType.IMPORT)
                .map(row -> {
                    locks.lock(program, locks.living(List.of(row.number())));
                    long left = Objects.requireNonNull(
                                    journal.imported(List.of(tx)).get(tx))
                            .free();
                    long taken = points == null ? left : points;
                    if (taken > left || taken == 0) {
                        throw new ProblemException(LoyaltyProblem.MORE_THAN_EARNED, left).with("left", left);
                    }
                    return Booking.reversing(
                            TxType.REVERSE_IMPORT, tx, row.number(), -taken, businessRef, actor, clock.instant());
                });
    }
}
