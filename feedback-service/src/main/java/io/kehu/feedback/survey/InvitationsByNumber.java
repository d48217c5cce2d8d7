package io.kehu.feedback.survey;

import io.kehu.feedback.merge.FiledByNumber;
import io.kehu.starter.merging.MergeItem;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** How often customers were asked, and how often they answered. */
@Component
@Order(3)
class InvitationsByNumber implements FiledByNumber {

    private final Invitations invitations;

    InvitationsByNumber(Invitations invitations) {
        this.invitations = invitations;
    }

    @Override
    public List<MergeItem> count(List<String> numbers) {
        Invitations.Counts counts = invitations.countOf(numbers);
        return List.of(
                new MergeItem("INVITATIONS", counts.invitations()), new MergeItem("RESPONSES", counts.responses()));
    }
}
