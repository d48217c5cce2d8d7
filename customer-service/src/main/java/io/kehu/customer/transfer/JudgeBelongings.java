package io.kehu.customer.transfer;

import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Ownership;
import io.kehu.customer.ownership.ImportedOwnership;
import io.kehu.customer.tag.CarriedTags;
import io.kehu.customer.tag.ImportedTags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Compares whose rows say customers are, and the tags they name, with what is known. */
@Component
class JudgeBelongings {

    private final ImportedOwnership ownership;
    private final ImportedTags tags;
    private final CarriedTags carriedTags;

    JudgeBelongings(ImportedOwnership ownership, ImportedTags tags, CarriedTags carriedTags) {
        this.ownership = ownership;
        this.tags = tags;
        this.carriedTags = carriedTags;
    }

    /** What a row would do, or why it cannot. */
    record Outcome(Belonging.New change, List<String> faults, List<String> contradictions) {}

    /** All that the rows of a batch name, looked up at once, and what its rows have changed so far. */
    final class Known {

        private final ImportedOwnership.@Nullable Named named;
        private final Map<String, ImportedTags.Meant> meant;
        private final Map<CustomerNumber, List<String>> carried;
        private final Map<CustomerNumber, Belonging.New> changes = new HashMap<>();

        private Known(List<ImportedRow> rows, Set<CustomerNumber> customers) {
            List<ImportedOwnership.Said> said = rows.stream()
                    .map(row -> row.belonging().ownership())
                    .filter(one -> !one.equals(ImportedOwnership.Said.NOTHING))
                    .toList();
            Set<String> texts = new LinkedHashSet<>();
            rows.forEach(row -> texts.addAll(row.belonging().tags()));
            named = said.isEmpty() ? null : ownership.named(said);
            meant = texts.isEmpty() ? Map.of() : tags.meant(texts);
            carried = texts.isEmpty() ? Map.of() : carriedTags.codes(customers);
        }

        /** @param existing null for somebody new, who is nobody's yet */
        Outcome outcome(ImportedRow row, @Nullable Customer existing) {
            List<String> faults = new ArrayList<>();
            List<String> contradictions = new ArrayList<>();
            Belonging.New before = existing == null
                    ? Belonging.New.NOTHING
                    : changes.getOrDefault(existing.number(), Belonging.New.NOTHING);
            Ownership known = before.ownership();
            if (known == null) {
                known = existing == null ? Ownership.ofNobody() : existing.ownership();
            }
            Ownership after = known;
            if (named != null) {
                ImportedOwnership.Outcome outcome =
                        named.outcome(known, row.belonging().ownership());
                faults.addAll(outcome.faults());
                contradictions.addAll(outcome.contradictions());
                after = outcome.after();
            }
            Set<String> has = new TreeSet<>(before.tags());
            if (existing != null) {
                has.addAll(carried.getOrDefault(existing.number(), List.of()));
            }
            List<String> newTags = newTags(row.belonging().tags(), has, faults);
            return new Outcome(new Belonging.New(after.equals(known) ? null : after, newTags), faults, contradictions);
        }

        /** A tag the customer carries may be named even where it is retired. */
        private List<String> newTags(List<String> texts, Set<String> carriedCodes, List<String> faults) {
            Set<String> codes = new TreeSet<>();
            for (String text : texts) {
                ImportedTags.Meant tag = meant.get(text);
                if (tag == null) {
                    faults.add("tags:tag-unknown");
                } else if (!carriedCodes.contains(tag.code())) {
                    if (tag.retired()) {
                        faults.add("tags:retired");
                    }
                    codes.add(tag.code());
                }
            }
            return List.copyOf(codes);
        }

        /** Rows that follow see what this one does. */
        void take(CustomerNumber number, Belonging.New change) {
            changes.merge(number, change, (before, after) -> {
                Set<String> both = new TreeSet<>(before.tags());
                both.addAll(after.tags());
                return new Belonging.New(
                        after.ownership() == null ? before.ownership() : after.ownership(), List.copyOf(both));
            });
        }
    }

    Known known(List<ImportedRow> rows, Set<CustomerNumber> customers) {
        return new Known(rows, customers);
    }
}
