package io.kehu.loyalty.points;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.ledger.Booked;
import io.kehu.loyalty.ledger.Outcome;
import io.kehu.loyalty.ledger.Refused;
import io.kehu.starter.web.problem.ProblemException;

/** How callers are told that a booking was refused. */
final class Refusals {

    private Refusals() {}

    /** @throws ProblemException when it was refused */
    static Booked required(Outcome outcome) {
        return switch (outcome) {
            case Booked booked -> booked;
            case Refused refused -> throw problem(refused);
        };
    }

    static ProblemException problem(Refused refused) {
        return switch (refused.reason()) {
            case NOT_ENOUGH_POINTS ->
                new ProblemException(LoyaltyProblem.NOT_ENOUGH_POINTS, refused.available())
                        .with("available", refused.available());
            case MEMBER_NOT_ACTIVE -> new ProblemException(LoyaltyProblem.MEMBER_NOT_ACTIVE);
        };
    }
}
