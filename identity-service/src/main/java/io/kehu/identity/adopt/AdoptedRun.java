package io.kehu.identity.adopt;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Adopted numbers without a gap that differ in nothing but their sequence: one durable row. */
record AdoptedRun(String partition, String parts, long fromSequence, long toSequence, Instant issuedAt) {

    private static final Comparator<LegacyNumber> ORDER = Comparator.comparing(
                    (LegacyNumber number) -> number.position().partition())
            .thenComparingLong(number -> number.position().sequence());

    /**
     * As few runs as hold these numbers.
     *
     * @param numbers no position twice
     * @param now when those were issued of which nobody knows
     */
    static List<AdoptedRun> of(List<LegacyNumber> numbers, Instant now) {
        List<AdoptedRun> runs = new ArrayList<>();
        for (LegacyNumber number : numbers.stream().sorted(ORDER).toList()) {
            Instant issuedAt = number.issuedAt() == null ? now : number.issuedAt();
            AdoptedRun last = runs.isEmpty() ? null : runs.getLast();
            if (last != null && last.isContinuedBy(number, issuedAt)) {
                runs.removeLast();
                runs.add(last.upTo(number.position().sequence()));
            } else {
                long sequence = number.position().sequence();
                runs.add(new AdoptedRun(number.position().partition(), number.parts(), sequence, sequence, issuedAt));
            }
        }
        return runs;
    }

    private boolean isContinuedBy(LegacyNumber number, Instant numberIssuedAt) {
        return number.position().sequence() == toSequence + 1
                && number.position().partition().equals(partition)
                && number.parts().equals(parts)
                && numberIssuedAt.equals(issuedAt);
    }

    private AdoptedRun upTo(long sequence) {
        return new AdoptedRun(partition, parts, fromSequence, sequence, issuedAt);
    }
}
