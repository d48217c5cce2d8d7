package io.kehu.notification.gate;

/** Old news is no news. */
final class ExpiryGate implements Gate {

    @Override
    public String name() {
        return "EXPIRY";
    }

    @Override
    public String ruleVersion() {
        return "1";
    }

    @Override
    public Verdict judge(Candidate candidate) {
        return candidate.now().isBefore(candidate.expiresAt()) ? Verdict.ALLOWED : new Verdict.Refused(Reason.EXPIRED);
    }
}
