package io.kehu.loyalty.activity;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.ledger.Booking;
import io.kehu.loyalty.ledger.TxType;
import io.kehu.loyalty.program.Program;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes back what an activity has earned, such as a review that was no honest one. What was taken back stays counted: it is not earned again. */
@Component
public class TakeBackActivity {

    private final ActivityEarnings earnings;
    private final Clock clock;

    TakeBackActivity(ActivityEarnings earnings, Clock clock) {
        this.earnings = earnings;
        this.clock = clock;
    }

    /**
     * In the caller's transaction, which has to book it.
     *
     * @param points all that is left when missing
     * @return empty when the transaction is not the earning of an activity
     * @throws ProblemException when fewer points are left of it
     */
    public Optional<Booking> takeBack(
            Program program, UUID tx, @Nullable Long points, String businessRef, String actor) {
        return earnings.lock(program, tx).map(earned -> {
            long taken = points == null ? earned.left() : points;
            if (taken > earned.left() || taken == 0) {
                throw new ProblemException(LoyaltyProblem.MORE_THAN_EARNED, earned.left()).with("left", earned.left());
            }
            earnings.addReversed(tx, taken);
            return new Booking(
                    TimeOrderedIds.next(),
                    TxType.REVERSE_EARN,
                    earned.number(),
                    -taken,
                    businessRef,
                    earned.activity(),
                    null,
                    tx,
                    actor,
                    null,
                    clock.instant());
        });
    }
}
