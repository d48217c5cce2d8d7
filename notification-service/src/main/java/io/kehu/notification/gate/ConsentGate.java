package io.kehu.notification.gate;

import io.kehu.notification.customer.Recipient.ConsentState;

/**
 * Marketing and care need a yes for this very channel; not having said anything is a no (PIPL, articles 13 to 16). A survey needs no yes but
 * respects a no. What the customer set off or must know passes.
 */
final class ConsentGate implements Gate {

    @Override
    public String name() {
        return "CONSENT";
    }

    @Override
    public String ruleVersion() {
        return "1";
    }

    @Override
    public Verdict judge(Candidate candidate) {
        ConsentState said = candidate.recipient().consent(candidate.channel(), candidate.purpose());
        return switch (candidate.purpose()) {
            case MARKETING, CARE ->
                switch (said) {
                    case GRANTED -> Verdict.ALLOWED;
                    case WITHDRAWN -> new Verdict.Refused(Reason.WITHDRAWN);
                    case UNKNOWN -> new Verdict.Refused(Reason.NOT_GRANTED);
                };
            case SURVEY -> said == ConsentState.WITHDRAWN ? new Verdict.Refused(Reason.WITHDRAWN) : Verdict.ALLOWED;
            case OTP, TRANSACTIONAL, SERVICE -> Verdict.ALLOWED;
        };
    }
}
