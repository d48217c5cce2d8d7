package io.kehu.local.bench;

import java.util.List;

/**
 * What a benchmark found.
 *
 * @param figures measured; a missed goal is reported, not failed
 * @param checks things that must not happen; a violation fails the benchmark
 */
public record Report(List<Figure> figures, List<Check> checks) {

    /** @param violations must be 0 */
    public record Check(String name, long violations) {}

    public boolean isSound() {
        return checks.stream().allMatch(check -> check.violations() == 0);
    }
}
