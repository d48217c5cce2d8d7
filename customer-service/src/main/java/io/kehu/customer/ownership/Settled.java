package io.kehu.customer.ownership;

import io.kehu.customer.customer.CustomerNumber;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What became of each customer of a request, in its order. */
final class Settled {

    /** How it ended for one customer. */
    enum Outcome {
        /** It is as asked for. */
        DONE,
        /** There is no such customer for the caller, or its record is closed. */
        NOT_FOUND,
        /** It lies in no pool: somebody has it already. */
        TAKEN,
        /** It is not the caller's to give away. */
        NOT_YOURS,
        /** The caller holds as many customers of the pool as one may. */
        HOLDING_LIMIT,
        /** The caller has claimed as often in 24 hours as one may. */
        DAILY_LIMIT
    }

    private final Map<CustomerNumber, Outcome> outcomes = new LinkedHashMap<>();
    private final List<Ownerships.Move> moves = new ArrayList<>();

    Settled(Collection<CustomerNumber> numbers) {
        numbers.forEach(number -> outcomes.put(number, Outcome.NOT_FOUND));
    }

    void move(Ownerships.Move move) {
        moves.add(move);
        outcomes.put(move.before().number(), Outcome.DONE);
    }

    void refuse(Holding holding, Outcome outcome) {
        outcomes.put(holding.number(), outcome);
    }

    List<Ownerships.Move> moves() {
        return moves;
    }

    Map<CustomerNumber, Outcome> outcomes() {
        return outcomes;
    }
}
