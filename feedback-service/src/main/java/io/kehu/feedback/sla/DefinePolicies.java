package io.kehu.feedback.sla;

import io.kehu.feedback.FeedbackProblem;
import io.kehu.feedback.calendar.BusinessCalendar;
import io.kehu.feedback.calendar.Calendars;
import io.kehu.feedback.calendar.DefineCalendars;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Defines policies: those of the configuration at start, after the calendars they count by; later versions when an administrator asks. */
@Component
class DefinePolicies implements InitializingBean {

    private final SlaPolicies policies;
    private final Calendars calendars;
    private final SlaProperties properties;
    private final Transactions transactions;
    private final Clock clock;
    private final String service;

    DefinePolicies(
            SlaPolicies policies,
            Calendars calendars,
            DefineCalendars calendarsFirst,
            SlaProperties properties,
            Transactions transactions,
            Clock clock,
            @Value("${spring.application.name}") String service) {
        this.policies = policies;
        this.calendars = calendars;
        this.properties = properties;
        this.transactions = transactions;
        this.clock = clock;
        this.service = service;
    }

    @Override
    public void afterPropertiesSet() {
        properties
                .policies()
                .forEach(definition -> transactions.run(() -> {
                    policies.lock(definition.code());
                    if (policies.latest(definition.code()).isEmpty()) {
                        define(definition, "service:" + service);
                    }
                }));
    }

    /** The next version; defining the very same again makes none. */
    SlaPolicyVersion define(SlaPolicyDefinition definition, String createdBy) {
        validate(definition);
        return transactions.call(() -> {
            policies.lock(definition.code());
            Optional<SlaPolicyVersion> before = policies.latest(definition.code());
            if (before.isPresent() && isSame(before.get().definition(), definition)) {
                return before.get();
            }
            SlaPolicyVersion next = new SlaPolicyVersion(
                    before.map(SlaPolicyVersion::version).orElse(0) + 1,
                    definition,
                    clock.instant().truncatedTo(ChronoUnit.MICROS),
                    createdBy);
            policies.add(next);
            return next;
        });
    }

    private void validate(SlaPolicyDefinition definition) {
        List<FieldProblem> problems = new ArrayList<>();
        if (!definition.isComplete()) {
            problems.add(new FieldProblem("/targets", "targets-complete"));
        }
        BusinessCalendar calendar = calendars.of(calendars.latest(definition.calendar()));
        for (int i = 0; i < definition.targets().size(); i++) {
            if (!isReachable(calendar, definition.targets().get(i).seconds())) {
                problems.add(new FieldProblem("/targets/" + i + "/seconds", "target-unreachable"));
            }
        }
        if (!problems.isEmpty()) {
            throw new ProblemException(FeedbackProblem.SLA_POLICY_INVALID, problems);
        }
    }

    private boolean isReachable(BusinessCalendar calendar, long seconds) {
        try {
            return calendar.addBusinessSeconds(clock.instant(), seconds).isAfter(clock.instant());
        } catch (ArithmeticException e) {
            return false;
        }
    }

    private static boolean isSame(SlaPolicyDefinition one, SlaPolicyDefinition other) {
        return one.calendar().equals(other.calendar())
                && new HashSet<>(one.targets()).equals(new HashSet<>(other.targets()));
    }
}
