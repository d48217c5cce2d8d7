package io.kehu.loyalty.earning;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Most points by a rule; any number where one is missing. Those of time are for one member under all of their numbers, and count what was earned
 * less what was taken back of it.
 *
 * @param order of one order
 * @param day of one local day of the programme
 * @param month of one calendar month
 * @param member in all
 */
record RuleCaps(
        @Nullable Long order,
        @Nullable Long day,
        @Nullable Long month,
        @Nullable Long member) {

    static final RuleCaps NONE = new RuleCaps(null, null, null, null);

    /** A time that is capped. */
    enum Span {
        DAY,
        MONTH,
        EVER;

        private static final LocalDate FIRST = LocalDate.of(1, 1, 1);
        private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

        LocalDate first(LocalDate day) {
            return switch (this) {
                case DAY -> day;
                case MONTH -> day.withDayOfMonth(1);
                case EVER -> FIRST;
            };
        }

        LocalDate last(LocalDate day) {
            return switch (this) {
                case DAY -> day;
                case MONTH -> day.withDayOfMonth(day.lengthOfMonth());
                case EVER -> LAST;
            };
        }
    }

    /** The caps of time that there are, narrowest first. */
    Map<Span, Long> ofTime() {
        Map<Span, Long> caps = new EnumMap<>(Span.class);
        put(caps, Span.DAY, day);
        put(caps, Span.MONTH, month);
        put(caps, Span.EVER, member);
        return caps;
    }

    boolean areOfTime() {
        return day != null || month != null || member != null;
    }

    private static void put(Map<Span, Long> caps, Span span, @Nullable Long cap) {
        if (cap != null) {
            caps.put(span, cap);
        }
    }
}
