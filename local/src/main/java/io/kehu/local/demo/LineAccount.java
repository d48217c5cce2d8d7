package io.kehu.local.demo;

import io.kehu.local.suite.KehuException;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Accounts for every line of a shop's file: each has exactly one fate, and the fates add up to the file. */
final class LineAccount {

    private final Map<Integer, TreeSet<String>> fates = new TreeMap<>();

    LineAccount(ShopFile file, Map<Deal, TradeStep.Result> results) {
        file.refused().forEach((line, why) -> fate(line, "not taken: " + why));
        results.forEach((deal, result) -> {
            String kind = deal instanceof Deal.Sale ? "sale " : "return ";
            deal.lines().forEach(line -> line.fileLines().forEach(no -> fate(no, kind + result.text())));
        });
    }

    /** A return of which part matches a sale and part does not has both fates, joined. */
    Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        fates.values().forEach(all -> counts.merge(String.join(" + ", all), 1, Integer::sum));
        return counts;
    }

    void mustCover(int lines) {
        if (fates.size() != lines) {
            throw new KehuException("The file has " + lines + " lines, but " + fates.size() + " are accounted for.");
        }
    }

    private void fate(int line, String fate) {
        fates.computeIfAbsent(line, no -> new TreeSet<>()).add(fate);
    }
}
