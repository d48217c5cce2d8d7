package io.kehu.loyalty.earning;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What members have earned by capped rules, so that it is known how much more they may. Whoever books by it has locked their accounts. */
final class CapRoom {

    /** What is counted together. */
    record Key(String member, String rule, LocalDate first, LocalDate last) {

        static Key of(String member, String rule, RuleCaps.Span span, LocalDate day) {
            return new Key(member, rule, span.first(day), span.last(day));
        }
    }

    private final Map<Key, Long> earned = new HashMap<>();

    CapRoom(Map<Key, Long> earned) {
        this.earned.putAll(earned);
    }

    /** All that has to be known for a claim. */
    static Set<Key> keys(Occasion occasion, EarningRule rule) {
        Set<Key> keys = new HashSet<>();
        rule.caps().ofTime().keySet().forEach(span -> keys.add(key(occasion, rule, span)));
        return keys;
    }

    /** The narrowest cap decides what is granted, and says why it is less than wanted. */
    Grant grant(Occasion occasion, EarningRule rule, long wanted) {
        Long order = rule.caps().order();
        Grant grant = Grant.whole(rule, wanted);
        if (order != null) {
            grant = grant.cutTo(order, "单笔上限 order cap " + order);
        }
        for (Map.Entry<RuleCaps.Span, Long> cap : rule.caps().ofTime().entrySet()) {
            long before = earned.getOrDefault(key(occasion, rule, cap.getKey()), 0L);
            String name =
                    switch (cap.getKey()) {
                        case DAY -> "每日上限 daily cap ";
                        case MONTH -> "每月上限 monthly cap ";
                        case EVER -> "累计上限 total cap ";
                    };
            grant = grant.cutTo(Math.max(0, cap.getValue() - before), name + cap.getValue());
        }
        return grant;
    }

    void take(Occasion occasion, Grant grant) {
        for (RuleCaps.Span span : grant.rule().caps().ofTime().keySet()) {
            earned.merge(key(occasion, grant.rule(), span), grant.points(), Long::sum);
        }
    }

    void clear() {
        earned.clear();
    }

    private static Key key(Occasion occasion, EarningRule rule, RuleCaps.Span span) {
        return Key.of(occasion.member(), rule.code(), span, occasion.day());
    }
}
