package io.kehu.notification.gate;

import io.kehu.notification.NotificationProperties;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** All gates in their order. The first that does not say yes ends the way. */
@Component
public class Gates {

    private final List<Gate> order;

    Gates(NotificationProperties properties) {
        this.order = List.of(
                new ExpiryGate(),
                new ConsentGate(),
                new SuppressionGate(),
                new QuietHoursGate(properties.quietHours(), properties.zone()),
                new AddressGate(),
                new SurveyLinkGate());
    }

    /** One gate's verdict, as it is kept. */
    public record Passage(String gate, String ruleVersion, Verdict verdict) {}

    /** The verdicts in the order they were given; the last one decides. */
    public List<Passage> judge(Candidate candidate) {
        List<Passage> passages = new ArrayList<>(order.size());
        for (Gate gate : order) {
            if (!gate.concerns(candidate)) {
                continue;
            }
            Verdict verdict = gate.judge(candidate);
            passages.add(new Passage(gate.name(), gate.ruleVersion(), verdict));
            if (!(verdict instanceof Verdict.Allowed)) {
                break;
            }
        }
        return passages;
    }
}
