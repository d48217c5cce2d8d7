package io.kehu.loyalty.tier;

import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.program.Programs;
import io.kehu.starter.database.Transactions;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Reviews tiers whose time is over, in batches; instances leave each other's rows alone. */
@Component
class ReviewTiers {

    private static final int BATCH = 500;

    private final Programs programs;
    private final AssignTiers assigning;
    private final Transactions transactions;

    ReviewTiers(Programs programs, AssignTiers assigning, Transactions transactions) {
        this.programs = programs;
        this.assigning = assigning;
        this.transactions = transactions;
    }

    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT10M")
    void review() {
        for (Program program : programs.all()) {
            int looked = BATCH;
            while (looked == BATCH) {
                looked = transactions.call(() -> assigning.review(program, BATCH));
            }
        }
    }
}
