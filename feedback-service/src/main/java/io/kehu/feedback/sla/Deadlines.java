package io.kehu.feedback.sla;

import io.kehu.feedback.calendar.Calendars;
import org.springframework.stereotype.Component;

/** Says how fast a complaint must be dealt with as of now. */
@Component
public class Deadlines {

    private final SlaPolicies policies;
    private final Calendars calendars;
    private final String policy;

    Deadlines(SlaPolicies policies, Calendars calendars, DefinePolicies policiesFirst, SlaProperties properties) {
        this.policies = policies;
        this.calendars = calendars;
        this.policy = properties.policy();
    }

    /** By the latest version of the policy and of its calendar. */
    public SlaTarget target(Severity severity, Metric metric) {
        SlaPolicyVersion version = policies.latest(policy)
                .orElseThrow(() -> new IllegalStateException("There is no SLA policy " + policy
                        + "; kehu.feedback.sla.policy names one that is not defined."));
        long seconds = version.definition().targets().stream()
                .filter(target -> target.severity() == severity && target.metric() == metric)
                .mapToLong(SlaPolicyDefinition.Target::seconds)
                .findFirst()
                .orElseThrow();
        return new SlaTarget(
                policy, version.version(), calendars.latest(version.definition().calendar()), metric, seconds);
    }
}
