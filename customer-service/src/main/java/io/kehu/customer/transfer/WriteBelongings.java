package io.kehu.customer.transfer;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Ownership;
import io.kehu.customer.ownership.ImportedOwnership;
import io.kehu.customer.ownership.ImportedOwnership.Handed;
import io.kehu.customer.tag.ImportedTags;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** Hands customers over and tags them as rows say, and takes both back, in the caller's transaction. */
@Component
class WriteBelongings {

    private final ImportedOwnership ownership;
    private final ImportedTags tags;
    private final GivenTags givenTags;
    private final Clock clock;

    WriteBelongings(ImportedOwnership ownership, ImportedTags tags, GivenTags givenTags, Clock clock) {
        this.ownership = ownership;
        this.tags = tags;
        this.givenTags = givenTags;
        this.clock = clock;
    }

    /** What a batch does beside the records, collected customer by customer. */
    static final class Batch {

        private final List<Handed> registered = new ArrayList<>();
        private final List<Handed> handed = new ArrayList<>();
        private final Map<CustomerNumber, List<String>> tags = new TreeMap<>();

        /** Of somebody the transaction registers. */
        void register(CustomerNumber number, Belonging.New belonging) {
            Ownership after = belonging.ownership();
            if (after != null) {
                registered.add(new Handed(number, 1, Ownership.ofNobody(), after));
            }
            addTags(number, belonging);
        }

        /** @return the version afterwards */
        long change(CustomerNumber number, long version, Ownership before, Belonging.New belonging) {
            addTags(number, belonging);
            Ownership after = belonging.ownership();
            if (after == null || after.equals(before)) {
                return version;
            }
            handed.add(new Handed(number, version, before, after));
            return version + 1;
        }

        private void addTags(CustomerNumber number, Belonging.New belonging) {
            if (!belonging.tags().isEmpty()) {
                tags.put(number, belonging.tags());
            }
        }
    }

    void write(ImportJob job, Batch batch) {
        String reason = "import " + job.id();
        ownership.assign(batch.registered, job.createdBy(), reason);
        ownership.hand(batch.handed, job.createdBy(), reason);
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        givenTags.note(job.id(), tags.give(batch.tags, job.createdBy(), at), at);
    }

    /** Of customers the caller has locked. */
    void takeBack(ImportJob job, String actor, List<Handed> customers, List<GivenTags.Tag> given) {
        ownership.hand(customers, actor, "undo of import " + job.id());
        Map<CustomerNumber, List<String>> codes = new TreeMap<>();
        given.forEach(tag ->
                codes.computeIfAbsent(tag.number(), number -> new ArrayList<>()).add(tag.code()));
        tags.takeBack(codes);
    }

    /** What several rows about one customer do together. */
    static Belonging.New together(List<Judgement> judgements) {
        Ownership last = null;
        TreeSet<String> codes = new TreeSet<>();
        for (Judgement judgement : judgements) {
            Belonging.New change = judgement.newBelonging();
            last = change.ownership() == null ? last : change.ownership();
            codes.addAll(change.tags());
        }
        return new Belonging.New(last, List.copyOf(codes));
    }
}
