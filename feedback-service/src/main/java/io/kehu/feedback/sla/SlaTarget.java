package io.kehu.feedback.sla;

import io.kehu.feedback.calendar.CalendarRef;

/**
 * How fast, by which rules.
 *
 * @param policy code of the policy
 * @param policyVersion its version
 * @param calendar whose seconds count
 * @param metric what is measured
 * @param seconds business seconds allowed
 */
public record SlaTarget(String policy, int policyVersion, CalendarRef calendar, Metric metric, long seconds) {}
