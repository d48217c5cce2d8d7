package io.kehu.local.bench;

import io.kehu.local.suite.Progress;
import io.kehu.local.suite.Settings;

/** Something that can be measured again and again on a running suite. */
public interface Benchmark {

    /** What it measures and what the control is, for people. */
    String description();

    /** Subject and control in turns, so that a noisy moment hits both. */
    Report run(Settings settings, Size size, Progress.Step step);

    /** How long it may take. */
    enum Size {
        /** A developer's check, at most three minutes. */
        SMALL,
        /** For figures of record. */
        FULL
    }
}
