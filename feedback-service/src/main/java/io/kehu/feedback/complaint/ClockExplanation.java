package io.kehu.feedback.complaint;

import io.kehu.feedback.sla.ClockState;
import io.kehu.feedback.sla.Metric;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a case is due then, or was.
 *
 * @param caseNo the case
 * @param asOf up to when running clocks are explained
 * @param items its clocks, first cycle first
 */
record ClockExplanation(String caseNo, Instant asOf, List<ExplainedClock> items) {

    /**
     * One clock.
     *
     * @param metric what it measures
     * @param cycle 1, and one more for each reopening
     * @param state what it does
     * @param targetSeconds business seconds allowed
     * @param consumedSeconds business seconds used up
     * @param dueAt when the target will be used up, or was
     * @param policy code and version of the policy it runs by
     * @param calendar code and version of the calendar it counts by
     * @param zone time zone of the calendar
     * @param segments the time it was there, without gaps
     * @param ahead the time until it is due, while it runs
     */
    record ExplainedClock(
            Metric metric,
            int cycle,
            ClockState state,
            long targetSeconds,
            long consumedSeconds,
            @Nullable Instant dueAt,
            String policy,
            String calendar,
            String zone,
            List<ExplainedSegment> segments,
            List<ExplainedSegment> ahead) {}

    /**
     * A stretch of time.
     *
     * @param from its beginning
     * @param to its end
     * @param countedSeconds its business seconds: all of them or none
     * @param why code of the reason
     * @param text the reason, in the caller's language
     */
    record ExplainedSegment(
            Instant from,
            Instant to,
            long countedSeconds,

            @Schema(
                    allowableValues = {
                        "WORKING_HOURS",
                        "MAKE_UP_DAY",
                        "OUTSIDE_HOURS",
                        "DAY_OFF",
                        "HOLIDAY",
                        "WAITING_CUSTOMER",
                        "WAITING_THIRD_PARTY"
                    })
            String why,

            String text) {}
}
