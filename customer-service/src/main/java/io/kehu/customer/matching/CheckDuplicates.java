package io.kehu.customer.matching;

import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Customers;
import io.kehu.customer.matching.model.Band;
import io.kehu.customer.matching.model.MatchParameters;
import io.kehu.customer.matching.model.RecordStore;
import io.kehu.customer.matching.model.Score;
import io.kehu.customer.matching.model.Scorer;
import io.kehu.customer.matching.model.Thresholds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says who a customer about to be entered may be already, by what the last run learned, or by what is usual before there was one. */
@Component
class CheckDuplicates {

    private static final int MOST = 20;

    private final DuplicateCandidates candidates;
    private final Customers customers;
    private final CustomerFields fields;
    private final MatchRuns runs;
    private final NeverMatches neverMatches;

    CheckDuplicates(
            DuplicateCandidates candidates,
            Customers customers,
            CustomerFields fields,
            MatchRuns runs,
            NeverMatches neverMatches) {
        this.candidates = candidates;
        this.customers = customers;
        this.fields = fields;
        this.runs = runs;
        this.neverMatches = neverMatches;
    }

    /** A customer the draft may mean. */
    record Found(Customer customer, Score score, List<EvidenceView> evidence) {}

    /**
     * @param self the customer the draft is to change; neither this one nor who it is known not to be is found
     * @return best first
     */
    List<Found> check(CustomerDraft draft, @Nullable CustomerNumber self) {
        Set<CustomerNumber> numbers = new HashSet<>(candidates.find(draft));
        if (self != null) {
            numbers.remove(self);
            neverMatches.of(self).forEach(number -> numbers.remove(new CustomerNumber(number)));
        }
        return new Comparing().with(draft, List.copyOf(customers.find(numbers).values()));
    }

    /**
     * As {@link #check}, for many drafts at once, and only for those that share a contact or an official number with somebody.
     *
     * @return the best one by the draft's place; nothing for drafts that are probably nobody there is
     */
    Map<Integer, Found> probable(List<CustomerDraft> drafts) {
        Map<Integer, Set<CustomerNumber>> sharing = candidates.sharing(drafts);
        Set<CustomerNumber> numbers = new TreeSet<>();
        sharing.values().forEach(numbers::addAll);
        Map<CustomerNumber, Customer> known = customers.find(numbers);
        Comparing comparing = new Comparing();
        Map<Integer, Found> probable = new HashMap<>();
        sharing.forEach((place, wanted) ->
                comparing
                        .with(
                                drafts.get(place),
                                wanted.stream()
                                        .map(known::get)
                                        .filter(Objects::nonNull)
                                        .toList())
                        .stream()
                        .findFirst()
                        .filter(best -> best.score().band().compareTo(Band.PROBABLE) <= 0)
                        .ifPresent(best -> probable.put(place, best)));
        return probable;
    }

    /** What is looked up once for all that is compared in one go. */
    private final class Comparing {

        private final Map<CustomerDraft.Kind, Scorer> scorers = new EnumMap<>(CustomerDraft.Kind.class);
        private final Map<String, Long> counted = new HashMap<>();
        private @Nullable Long stock;

        /** @return best first */
        List<Found> with(CustomerDraft draft, List<Customer> known) {
            if (known.isEmpty()) {
                return List.of();
            }
            RecordStore.Builder values = RecordStore.of(fields.models());
            values.add(fields.values(draft));
            known.forEach(customer -> values.add(fields.values(customer.draft())));
            RecordStore records = values.build();
            Scorer scorer = scorers.computeIfAbsent(draft.kind(), this::scorer);
            List<Found> found = new ArrayList<>();
            for (int i = 0; i < known.size(); i++) {
                int other = i + 1;
                long pattern = records.compare(0, other);
                Scorer.ValueFrequency frequency = field -> frequency(field, records.shared(field, 0, other));
                Score score = scorer.score(pattern, frequency);
                if (score.band() != Band.UNLIKELY) {
                    found.add(new Found(known.get(i), score, EvidenceView.of(scorer.explain(pattern, frequency))));
                }
            }
            return found.stream()
                    .sorted(Comparator.comparing((Found one) -> one.score().band())
                            .thenComparing(one -> -one.score().bits())
                            .thenComparing(one -> one.customer().number()))
                    .limit(MOST)
                    .toList();
        }

        private Scorer scorer(CustomerDraft.Kind kind) {
            MatchParameters parameters = runs.learned(kind)
                    .filter(learned ->
                            learned.fields().size() == fields.models().size())
                    .orElseGet(() -> MatchParameters.usual(fields.models(), stock()));
            return new Scorer(fields.models(), parameters, Thresholds.usual());
        }

        private long stock() {
            if (stock == null) {
                stock = candidates.stock();
            }
            return stock;
        }

        private double frequency(int field, List<String> shared) {
            return shared.stream()
                    .mapToLong(value ->
                            counted.computeIfAbsent(field + " " + value, key -> candidates.holders(field, value)))
                    .filter(holders -> holders > 0)
                    .min()
                    .stream()
                    .mapToDouble(holders ->
                            fields.models().get(field).comparison().chance().frequency(holders + 1, stock()))
                    .findFirst()
                    .orElse(0);
        }
    }
}
