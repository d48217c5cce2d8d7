package io.kehu.identity.lease;

import io.kehu.identity.number.Partitions;
import io.kehu.identity.scheme.Scheme;
import io.kehu.identity.scheme.SchemeCode;
import io.kehu.identity.scheme.Schemes;
import io.kehu.identity.scheme.Template;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Hands numbers to a holder: returned ones before new ones, so that none are lost. */
@Component
class OpenLease {

    private final Schemes schemes;
    private final Partitions partitions;
    private final Leases leases;
    private final LeaseBlocks blocks;
    private final Clock clock;

    OpenLease(Schemes schemes, Partitions partitions, Leases leases, LeaseBlocks blocks, Clock clock) {
        this.schemes = schemes;
        this.partitions = partitions;
        this.leases = leases;
        this.blocks = blocks;
        this.clock = clock;
    }

    /** What somebody asks for. */
    record Wish(SchemeCode scheme, @Nullable String branch, String holder, int size, Duration ttl) {}

    /** In the caller's transaction: if it rolls back, nobody ever had the numbers. */
    Lease open(Wish wish, String subject) {
        Scheme scheme = schemes.required(wish.scheme());
        scheme.mustIssue();
        // As the database keeps it: the month of the numbers comes from it for as long as they live.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Template.Context context = scheme.context(now, wish.branch());
        String partition = scheme.partition(context);
        blocks.lockReturned(scheme.code(), partition);
        Optional<LeaseBlocks.Returned> returned = blocks.returned(scheme.code(), partition, wish.size());
        long from = returned.map(found -> again(scheme, partition, found))
                .orElseGet(() -> partitions.take(scheme, partition, wish.size()));
        Lease lease = new Lease(
                LeaseId.next(),
                scheme.code(),
                partition,
                wish.branch(),
                wish.holder(),
                returned.map(found -> found.epoch() + 1).orElse(1L),
                new SequenceRange(from, from + wish.size() - 1),
                0,
                Lease.State.OPEN,
                now.plus(wish.ttl()),
                now,
                subject,
                null,
                1);
        leases.add(lease);
        List<LeaseBlock> pieces = new ArrayList<>();
        pieces.add(new LeaseBlock(lease.id(), lease.range(), LeaseBlock.State.OPEN, null, now));
        returned.map(LeaseBlocks.Returned::block).ifPresent(block -> {
            blocks.remove(lease, List.of(block));
            pieces.addAll(Carving.of(List.of(block), List.of(lease.range())).rest());
        });
        blocks.add(lease, pieces);
        return lease;
    }

    private long again(Scheme scheme, String partition, LeaseBlocks.Returned found) {
        partitions.mustIssue(scheme, partition);
        return found.block().range().from();
    }
}
