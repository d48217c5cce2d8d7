package io.kehu.customer.merge;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.MergeRecords;
import io.kehu.starter.messaging.Outbox;
import io.kehu.starter.messaging.OutgoingEvent;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Tells other services which records are one, and which no longer are. */
@Component
class MergeEvents {

    private final Outbox outbox;

    MergeEvents(Outbox outbox) {
        this.outbox = outbox;
    }

    /** As in docs/events/customer.profile.merged.v1. */
    record ProfileMerged(String number, UUID mergeId, List<String> losers) {}

    /** As in docs/events/customer.profile.unmerged.v1. */
    record ProfileUnmerged(String number, UUID mergeId, List<String> losers, List<String> kept) {}

    void merged(CustomerMerge merge, long version) {
        outbox.append(new OutgoingEvent(
                "customer.profile.merged.v1",
                merge.survivor().value(),
                version,
                new ProfileMerged(merge.survivor().value(), merge.id(), texts(merge.losers()))));
    }

    void unmerged(CustomerMerge merge, MergeRecords.Restored restored, long version) {
        outbox.append(new OutgoingEvent(
                "customer.profile.unmerged.v1",
                merge.survivor().value(),
                version,
                new ProfileUnmerged(merge.survivor().value(), merge.id(), texts(merge.losers()), restored.kept())));
    }

    private static List<String> texts(List<CustomerNumber> numbers) {
        return numbers.stream().map(CustomerNumber::value).toList();
    }
}
