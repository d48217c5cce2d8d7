package io.kehu.notification.message;

import io.kehu.starter.merging.MergeFindings;
import io.kehu.starter.merging.MergeItem;
import io.kehu.starter.merging.MergeOrder;
import io.kehu.starter.merging.MergeParticipant;
import io.kehu.starter.merging.MergedNumbers;
import io.kehu.starter.merging.UndoneMerge;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts the messages that go over to another customer and back. They stay filed as they are: who reads them, and where those that wait are
 * sent, follows from the number that stands for them.
 */
@Component
class MergeMessages implements MergeParticipant {

    private final JdbcClient jdbc;
    private final MergedNumbers numbers;

    MergeMessages(JdbcClient jdbc, MergedNumbers numbers) {
        this.jdbc = jdbc;
        this.numbers = numbers;
    }

    @Override
    public MergeFindings preview(MergeOrder order) {
        return new MergeFindings(count(order), List.of());
    }

    @Override
    public List<MergeItem> merge(MergeOrder order) {
        return count(order);
    }

    @Override
    public UndoneMerge undo(MergeOrder order) {
        return new UndoneMerge(count(order), List.of());
    }

    private List<MergeItem> count(MergeOrder order) {
        return jdbc.sql("SELECT count(*) FROM message WHERE customer_number = ANY (:numbers)")
                .param("numbers", numbers.branches(order.losers()).toArray(String[]::new))
                .query((row, n) -> new MergeItem("MESSAGES", row.getLong(1)))
                .list();
    }
}
