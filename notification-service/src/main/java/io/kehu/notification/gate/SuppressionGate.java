package io.kehu.notification.gate;

import io.kehu.notification.suppression.Suppression;

/** Leaves alone who shall be left alone, whichever customer has the address now. */
final class SuppressionGate implements Gate {

    @Override
    public String name() {
        return "SUPPRESSION";
    }

    @Override
    public String ruleVersion() {
        return "1";
    }

    @Override
    public Verdict judge(Candidate candidate) {
        return candidate.suppressions().stream()
                .filter(suppression -> suppression.scope().covers(candidate.purpose()))
                .findFirst()
                .map(Suppression::reason)
                .<Verdict>map(reason -> new Verdict.Refused(Reason.valueOf(reason.name())))
                .orElse(Verdict.ALLOWED);
    }
}
