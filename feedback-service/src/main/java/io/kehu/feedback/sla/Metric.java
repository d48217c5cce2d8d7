package io.kehu.feedback.sla;

/** What a clock measures. */
public enum Metric {
    /** From the opening of a case, or its reopening, to its resolution. */
    RESOLUTION
}
