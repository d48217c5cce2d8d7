package io.kehu.loyalty.earning;

import org.jspecify.annotations.Nullable;

/**
 * Points a rule gives for a purchase.
 *
 * @param wanted what it would be without caps
 * @param cap which cap made it less, in words
 */
record Grant(
        EarningRule rule,
        long wanted,
        long points,
        @Nullable String cap) {

    static Grant whole(EarningRule rule, long points) {
        return new Grant(rule, points, points, null);
    }

    Grant cutTo(long most, String name) {
        return points <= most ? this : new Grant(rule, wanted, most, name);
    }

    long cutOff() {
        return wanted - points;
    }
}
