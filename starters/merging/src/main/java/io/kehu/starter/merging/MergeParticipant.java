package io.kehu.starter.merging;

import java.util.List;

/**
 * What a service has to say and do when its customers are merged; one bean per service. All numbers it is asked with are living ones. It is
 * called inside the transaction that writes the journal, which rolls back when it throws.
 */
public interface MergeParticipant {

    /** Changes nothing; the order's id is {@link MergeOrder#PREVIEW}. */
    MergeFindings preview(MergeOrder order);

    /** Called when the losers already stand for the survivor. */
    List<MergeItem> merge(MergeOrder order);

    /** Called while the losers still stand for the survivor. */
    UndoneMerge undo(MergeOrder order);
}
