package io.kehu.notification.gate;

import io.kehu.notification.feedback.SurveyLink;

/** Nobody is asked a question whose answer would not be taken. */
final class SurveyLinkGate implements Gate {

    @Override
    public String name() {
        return "SURVEY_LINK";
    }

    @Override
    public String ruleVersion() {
        return "1";
    }

    @Override
    public boolean concerns(Candidate candidate) {
        return candidate.needsLink();
    }

    @Override
    public Verdict judge(Candidate candidate) {
        SurveyLink link = candidate.link();
        if (link == null) {
            return new Verdict.Refused(Reason.LINK_UNKNOWN);
        }
        return link.isOpen(candidate.now()) ? Verdict.ALLOWED : new Verdict.Refused(Reason.LINK_CLOSED);
    }
}
