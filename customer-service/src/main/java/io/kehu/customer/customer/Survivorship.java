package io.kehu.customer.customer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Which of two values of one field stays: that of the more trusted source, and of two that are trusted alike the fresher one. */
public final class Survivorship {

    private final List<Source> trust;
    private final Comparator<FieldSource> order;

    /** @param trusted most trusted first; sources not named come last */
    public Survivorship(List<Source> trusted) {
        List<Source> all = new ArrayList<>(trusted);
        Arrays.stream(Source.values())
                .filter(source -> !trusted.contains(source))
                .forEach(all::add);
        this.trust = List.copyOf(all);
        this.order = Comparator.<FieldSource>comparingInt(value -> -trust.indexOf(value.source()))
                .thenComparing(FieldSource::freshness);
    }

    /** Whether the first stays when it meets the second; of two that are alike in both, the one that is there stays. */
    public boolean survives(FieldSource known, FieldSource said) {
        return order.compare(known, said) >= 0;
    }
}
