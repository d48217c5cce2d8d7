package io.kehu.loyalty.points;

import io.kehu.loyalty.event.PointsEvents;
import io.kehu.loyalty.ledger.Booked;
import io.kehu.loyalty.ledger.Restorations;
import io.kehu.loyalty.program.ChosenProgram;
import io.kehu.loyalty.program.Program;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gives spent points back, in the caller's transaction. */
@Component
class GiveBackPoints {

    private final ChosenProgram programs;
    private final Restorations restorations;
    private final PointsEvents events;

    GiveBackPoints(ChosenProgram programs, Restorations restorations, PointsEvents events) {
        this.programs = programs;
        this.restorations = restorations;
        this.events = events;
    }

    List<TransactionView> giveBack(
            @Nullable String code, UUID transaction, @Nullable Long points, String businessRef, String actor) {
        Program program = programs.of(code);
        List<Booked> booked =
                restorations.restore(program, new Restorations.Wish(transaction, points, businessRef, actor));
        events.booked(program, booked);
        return booked.stream().map(one -> TransactionView.of(program, one)).toList();
    }
}
