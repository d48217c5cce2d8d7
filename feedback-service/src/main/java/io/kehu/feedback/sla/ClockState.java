package io.kehu.feedback.sla;

/** State of a clock. */
public enum ClockState {
    RUNNING,
    /** The case waits for somebody else. */
    PAUSED,
    /** What it measures happened in time. */
    MET,
    /** Its target went by. */
    BREACHED,
    /** What it measures will not happen. */
    CANCELLED
}
