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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        List<Customer> known = List.copyOf(customers.find(numbers).values());
        if (known.isEmpty()) {
            return List.of();
        }
        RecordStore.Builder records = RecordStore.of(fields.models());
        records.add(fields.values(draft));
        known.forEach(customer -> records.add(fields.values(customer.draft())));
        return score(draft, known, records.build());
    }

    private List<Found> score(CustomerDraft draft, List<Customer> known, RecordStore records) {
        long stock = candidates.stock();
        MatchParameters parameters = runs.learned(draft.kind())
                .filter(learned -> learned.fields().size() == fields.models().size())
                .orElseGet(() -> MatchParameters.usual(fields.models(), stock));
        Scorer scorer = new Scorer(fields.models(), parameters, Thresholds.usual());
        Map<String, Long> counted = new HashMap<>();
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < known.size(); i++) {
            int other = i + 1;
            long pattern = records.compare(0, other);
            Scorer.ValueFrequency frequency =
                    field -> frequency(field, records.shared(field, 0, other), stock, counted);
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

    private double frequency(int field, List<String> shared, long stock, Map<String, Long> counted) {
        return shared.stream()
                .mapToLong(
                        value -> counted.computeIfAbsent(field + " " + value, key -> candidates.holders(field, value)))
                .filter(holders -> holders > 0)
                .min()
                .stream()
                .mapToDouble(holders ->
                        fields.models().get(field).comparison().chance().frequency(holders + 1, stock))
                .findFirst()
                .orElse(0);
    }
}
