package io.kehu.loyalty.points;

import io.kehu.loyalty.activity.TakeBackActivity;
import io.kehu.loyalty.event.PointsEvents;
import io.kehu.loyalty.ledger.Booked;
import io.kehu.loyalty.ledger.Booking;
import io.kehu.loyalty.ledger.Ledger;
import io.kehu.loyalty.ledger.Restorations;
import io.kehu.loyalty.program.ChosenProgram;
import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.tier.AssignTiers;
import io.kehu.loyalty.transfer.TakeBackImported;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gives spent points back, and takes back what an activity has earned or an import has brought, in the caller's transaction. */
@Component
class GiveBackPoints {

    private final ChosenProgram programs;
    private final Restorations restorations;
    private final TakeBackActivity takeBackActivity;
    private final TakeBackImported takeBackImported;
    private final Ledger ledger;
    private final AssignTiers tiers;
    private final PointsEvents events;

    GiveBackPoints(
            ChosenProgram programs,
            Restorations restorations,
            TakeBackActivity takeBackActivity,
            TakeBackImported takeBackImported,
            Ledger ledger,
            AssignTiers tiers,
            PointsEvents events) {
        this.programs = programs;
        this.restorations = restorations;
        this.takeBackActivity = takeBackActivity;
        this.takeBackImported = takeBackImported;
        this.ledger = ledger;
        this.tiers = tiers;
        this.events = events;
    }

    List<TransactionView> giveBack(
            @Nullable String code, UUID transaction, @Nullable Long points, String businessRef, String actor) {
        Program program = programs.of(code);
        return takeBackImported
                .takeBack(program, transaction, points, businessRef, actor)
                // Nobody was told that it came.
                .map(booking -> ledger.book(program, List.of(booking)))
                .orElseGet(() -> told(program, transaction, points, businessRef, actor))
                .stream()
                .map(one -> TransactionView.of(program, one))
                .toList();
    }

    private List<Booked> told(
            Program program, UUID transaction, @Nullable Long points, String businessRef, String actor) {
        List<Booked> booked = takeBackActivity
                .takeBack(program, transaction, points, businessRef, actor)
                .map(booking -> takeBack(program, booking))
                .orElseGet(() ->
                        restorations.restore(program, new Restorations.Wish(transaction, points, businessRef, actor)));
        events.booked(program, booked);
        return booked;
    }

    private List<Booked> takeBack(Program program, Booking booking) {
        List<Booked> booked = ledger.book(program, List.of(booking));
        tiers.takeBack(program, List.of(booking.number()));
        return booked;
    }
}
