package io.kehu.customer.merge;

import io.kehu.customer.customer.CustomerNumber;
import java.util.List;

/** A service that offers merges over REST. */
final class PeerParticipant implements Participant {

    private final MergeStep step;
    private final MergeClient client;

    PeerParticipant(MergeStep step, MergeClient client) {
        this.step = step;
        this.client = client;
    }

    @Override
    public MergeStep step() {
        return step;
    }

    @Override
    public Findings preview(CustomerMerge merge) {
        MergeClient.Findings findings = client.preview(order(merge));
        return new Findings(
                findings.items(),
                findings.refusals().stream().map(MergeClient.Refusal::code).toList());
    }

    @Override
    public List<TakenStep.Item> merge(CustomerMerge merge) {
        return client.merge(merge.id(), order(merge)).items();
    }

    @Override
    public Undone undo(CustomerMerge merge) {
        MergeClient.Answer answer = client.undo(merge.id(), order(merge));
        return new Undone(answer.items(), answer.kept());
    }

    private static MergeClient.Order order(CustomerMerge merge) {
        return new MergeClient.Order(
                merge.survivor().value(),
                merge.losers().stream().map(CustomerNumber::value).toList());
    }
}
