package io.kehu.loyalty.gift;

import io.kehu.loyalty.program.Programs;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.web.problem.ProblemException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Cancels gift orders nobody confirmed in time, each in a transaction of its own; instances may meet without harm. */
@Component
class GiveUpReservations {

    private static final Logger LOG = LoggerFactory.getLogger(GiveUpReservations.class);
    private static final int BATCH = 200;
    private static final String ACTOR = "system:time-out";

    private final OrderGifts ordering;
    private final Programs programs;
    private final Transactions transactions;

    GiveUpReservations(OrderGifts ordering, Programs programs, Transactions transactions) {
        this.ordering = ordering;
        this.programs = programs;
        this.transactions = transactions;
    }

    @Scheduled(initialDelayString = "PT30S", fixedDelayString = "PT10S")
    void giveUp() {
        List<GiftOrder> due = ordering.due(BATCH);
        for (GiftOrder order : due) {
            try {
                transactions.run(
                        () -> ordering.cancel(programs.find(order.program()).orElseThrow(), order.id(), ACTOR));
            } catch (ProblemException e) {
                LOG.info(
                        "Gift order {} was moved meanwhile: {}",
                        order.id(),
                        e.type().slug());
            }
        }
    }
}
