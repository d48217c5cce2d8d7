package io.kehu.identity.lease;

import io.kehu.starter.database.Transactions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Ends leases that are over and voids what is left of them. Every instance may do it: leases somebody works on are passed by. */
@Component
class ExpireLeases {

    private static final Logger log = LoggerFactory.getLogger(ExpireLeases.class);

    private final Leases leases;
    private final LeaseBlocks blocks;
    private final LeaseProperties properties;
    private final Transactions transactions;
    private final Clock clock;

    ExpireLeases(
            Leases leases, LeaseBlocks blocks, LeaseProperties properties, Transactions transactions, Clock clock) {
        this.leases = leases;
        this.blocks = blocks;
        this.properties = properties;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Scheduled(
            initialDelayString = "${kehu.identity.leases.sweep-interval:1m}",
            fixedDelayString = "${kehu.identity.leases.sweep-interval:1m}")
    void expire() {
        int ended = properties.sweepBatch();
        while (ended == properties.sweepBatch()) {
            ended = transactions.call(this::expireSome);
            if (ended > 0) {
                log.info("{} leases ran out; the numbers left of them are void", ended);
            }
        }
    }

    /** Blocks are looked for after their leases are locked: a report that held one until now may have cut them anew. */
    private int expireSome() {
        Instant now = clock.instant();
        List<LeaseId> over = leases.lockOver(now, properties.sweepBatch());
        if (!over.isEmpty()) {
            blocks.voidOpen(over, LeaseBlock.EXPIRED, now);
            leases.expire(over, now);
        }
        return over.size();
    }
}
