package io.kehu.local.bench.loyalty;

import io.kehu.local.suite.Progress;

/** Everything a run works with. */
record Bench(Calls calls, Stock stock, TpcB control, boolean full, Progress.Step step) {

    static final int MEMBERS = 10_000;
}
