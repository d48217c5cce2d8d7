package io.kehu.feedback.sla;

/** How bad it is; decides how fast it must be dealt with. */
public enum Severity {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
}
