package io.kehu.customer.purchase;

import io.kehu.starter.database.Transactions;
import io.kehu.starter.web.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks from time to time whether the customers of parked purchases have become known. Two instances doing so at once do no harm. */
@Component
class ResolveParkedDeals {

    private static final Logger log = LoggerFactory.getLogger(ResolveParkedDeals.class);
    private static final int BATCH = 500;

    private final ParkedDeals parkedDeals;
    private final RecordPurchases recordPurchases;
    private final Transactions transactions;

    ResolveParkedDeals(ParkedDeals parkedDeals, RecordPurchases recordPurchases, Transactions transactions) {
        this.parkedDeals = parkedDeals;
        this.recordPurchases = recordPurchases;
        this.transactions = transactions;
    }

    @Scheduled(initialDelayString = "PT30S", fixedDelayString = "${kehu.customer.parked-poll:PT30S}")
    void resolve() {
        List<ParkedDeals.Parked> due = parkedDeals.due(BATCH);
        if (due.isEmpty()) {
            return;
        }
        List<PurchaseBody> bodies = due.stream().map(this::withBuyer).toList();
        try {
            List<RecordPurchases.Candidate> candidates = recordPurchases.prepare(bodies);
            transactions.run(() -> {
                List<DealResult> results = recordPurchases.record(candidates);
                List<UUID> stillUnknown = new ArrayList<>();
                for (DealResult result : results) {
                    if (result.outcome() == DealResult.Outcome.PARKED) {
                        stillUnknown.add(due.get(result.input()).id());
                    }
                }
                parkedDeals.postpone(stillUnknown);
            });
        } catch (ProblemException e) {
            log.info("Parked deals wait: {}", e.type().slug());
        }
    }

    private PurchaseBody withBuyer(ParkedDeals.Parked parked) {
        PurchaseBody body = parkedDeals.purchase(parked);
        PurchaseBody.Buyer buyer = parked.externalId() == null
                ? body.customer()
                : new PurchaseBody.Buyer(null, parked.system(), parked.externalId());
        return new PurchaseBody(
                buyer, body.channel(), body.orderNo(), body.store(), body.occurredAt(), body.currency(), body.lines());
    }
}
