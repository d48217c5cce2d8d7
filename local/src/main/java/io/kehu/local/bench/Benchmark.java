package io.kehu.local.bench;

import io.kehu.local.suite.Settings;
import java.util.List;

/** Something that can be measured again and again on a running suite. */
public interface Benchmark {

    /** What it measures and what the control is, for people. */
    String description();

    /** Subject and control in turns, so that a noisy moment hits both. */
    List<Figure> run(Settings settings);

    /**
     * Medians over the rounds.
     *
     * @param subject of what is measured
     * @param control of the control
     * @param unit of both
     * @param ratio subject by control
     */
    record Figure(String name, double subject, double control, String unit, double ratio) {

        static Figure of(String name, Samples subject, Samples control, String unit) {
            double ours = subject.median();
            double theirs = control.median();
            return new Figure(name, ours, theirs, unit, ours / theirs);
        }
    }
}
