package io.kehu.customer.merge;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.catalogue.MergeFields;
import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Customers;
import io.kehu.customer.customer.MergeConsents;
import io.kehu.customer.customer.MergeRecords;
import io.kehu.customer.customer.Origin;
import io.kehu.customer.customer.Source;
import io.kehu.customer.matching.MergedPairs;
import io.kehu.customer.tag.MergeTags;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.merging.MergeOrder;
import io.kehu.starter.merging.MergeOutcome;
import io.kehu.starter.merging.Merges;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The part of a merge that is ours: begins it and ends its undo, each in one transaction. */
@Component
class MergedRecords {

    private static final Duration SOON = Duration.ofSeconds(2);

    private final MergeOrders orders;
    private final Merges numbers;
    private final CustomerMerges merges;
    private final TakenSteps steps;
    private final MergeImage images;
    private final RecordCounts counts;
    private final Customers customers;
    private final MergeRecords records;
    private final MergeConsents consents;
    private final MergeTags tags;
    private final MergeFields fields;
    private final MergedPairs pairs;
    private final MergeEvents events;
    private final Transactions transactions;
    private final Clock clock;

    MergedRecords(
            MergeOrders orders,
            Merges numbers,
            CustomerMerges merges,
            TakenSteps steps,
            MergeImage images,
            RecordCounts counts,
            Customers customers,
            MergeRecords records,
            MergeConsents consents,
            MergeTags tags,
            MergeFields fields,
            MergedPairs pairs,
            MergeEvents events,
            Transactions transactions,
            Clock clock) {
        this.orders = orders;
        this.numbers = numbers;
        this.merges = merges;
        this.steps = steps;
        this.images = images;
        this.counts = counts;
        this.customers = customers;
        this.records = records;
        this.consents = consents;
        this.tags = tags;
        this.fields = fields;
        this.pairs = pairs;
        this.events = events;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * In the caller's transaction: the records are one, the other services are still to be asked.
     *
     * @throws ProblemException which says why they cannot be
     * @throws io.kehu.customer.customer.CustomerExistsException when they together certainly are somebody else, too
     */
    CustomerMerge merge(UUID id, MergeOrders.Wish wish, String reason, String by) {
        // The numbers first: from here on nobody else merges.
        mustBeDone(numbers.merge(order(id, wish.survivor(), wish.losers())));
        if (merges.underWay(wish.all())) {
            throw new ProblemException(CustomerProblem.MERGE_UNDER_WAY).retryAfter(SOON);
        }
        customers.lock(wish.all());
        MergeOrders.Possible possible = orders.examine(wish);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        CustomerNumber survivor = wish.survivor();
        List<TakenStep.Item> items = counts.of(wish.losers());
        MergeFields.Image custom = fields.merge(survivor, wish.losers());
        MergeRecords.Image image = records.merge(
                possible.survivor(),
                possible.losers(),
                possible.plan(),
                custom.changed(),
                Origin.of(Source.CONSOLE, by));
        MergeImage.Content content = new MergeImage.Content(
                image,
                consents.merge(survivor, wish.losers(), now, by),
                tags.merge(survivor, wish.losers(), by, now),
                custom);
        pairs.merged(wish.all(), decision(id), by);
        CustomerMerge merge = new CustomerMerge(
                id, survivor, wish.losers(), MergeState.MERGING, reason, by, now, null, null, null, List.of(), null);
        merges.insert(merge, images.seal(survivor, content));
        steps.begin(id, items);
        events.merged(merge, possible.survivor().version() + 1);
        return merge;
    }

    /** The last step back: all records are as before, but for what was changed since. */
    void unmerge(CustomerMerge merge) {
        transactions.run(() -> {
            mustBeDone(numbers.undo(order(merge.id(), merge.survivor(), merge.losers())));
            CustomerMerge current = merges.lock(merge.id()).orElseThrow();
            byte[] sealed = merges.image(merge.id());
            if (!current.state().goesBack() || sealed == null) {
                return;
            }
            CustomerNumber survivor = merge.survivor();
            List<CustomerNumber> all = new ArrayList<>(merge.losers());
            all.addFirst(survivor);
            customers.lock(all);
            List<Customer> found = List.copyOf(customers.find(all).values());
            MergeImage.Content content = images.open(survivor, sealed);
            String by = current.undoneBy() == null ? current.askedBy() : current.undoneBy();
            List<String> custom = fields.unmerge(survivor, content.fields());
            MergeRecords.Restored restored = records.unmerge(
                    found.getFirst(),
                    found.subList(1, found.size()),
                    content.records(),
                    custom,
                    Origin.of(Source.CONSOLE, by));
            consents.unmerge(survivor, merge.losers(), content.consents(), merge.mergedAt());
            tags.unmerge(survivor, content.tags(), merge.mergedAt());
            pairs.unmerged(all, decision(merge.id()));
            steps.undone(
                    merge.id(), MergeStep.CUSTOMER, new Participant.Undone(counts.of(merge.losers()), kept(restored)));
            MergeState end = current.state() == MergeState.UNDOING ? MergeState.UNDONE : MergeState.REFUSED;
            merges.finish(merge.id(), end, restored.kept());
            events.unmerged(merge, restored, found.getFirst().version() + 1);
        });
    }

    private static List<TakenStep.Kept> kept(MergeRecords.Restored restored) {
        return Stream.of(
                        new TakenStep.Kept("FIELDS", restored.kept().size(), "CHANGED_SINCE"),
                        new TakenStep.Kept("KEYS", restored.keysTaken(), "TAKEN_SINCE"))
                .filter(kept -> kept.count() > 0)
                .toList();
    }

    private static void mustBeDone(MergeOutcome outcome) {
        if (outcome instanceof MergeOutcome.Refused refused) {
            throw new ProblemException(CustomerProblem.MERGE_NOT_ACTIVE).with("numbers", refused.numbers());
        }
    }

    private static MergeOrder order(UUID id, CustomerNumber survivor, List<CustomerNumber> losers) {
        return new MergeOrder(
                id, survivor.value(), losers.stream().map(CustomerNumber::value).toList());
    }

    /** Why a pair is decided, when a merge has decided it. */
    private static String decision(UUID id) {
        return "merge " + id;
    }
}
