package io.kehu.notification.gate;

/** One rule about sending. It looks and says; it changes nothing and asks nobody. */
public interface Gate {

    /** Upper case and stable; kept with each verdict. */
    String name();

    /** Changes whenever the same facts could lead to another verdict than before. */
    String ruleVersion();

    /** Whether the gate has anything to say about such a message; where it has not, no verdict is kept. */
    default boolean concerns(Candidate candidate) {
        return true;
    }

    Verdict judge(Candidate candidate);
}
