package io.kehu.loyalty.merge;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.ledger.MemberAccounts;
import io.kehu.loyalty.ledger.PointsMoves;
import io.kehu.loyalty.ledger.TxType;
import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.program.Programs;
import io.kehu.starter.merging.MergeFindings;
import io.kehu.starter.merging.MergeItem;
import io.kehu.starter.merging.MergeKept;
import io.kehu.starter.merging.MergeOrder;
import io.kehu.starter.merging.MergeParticipant;
import io.kehu.starter.merging.UndoneMerge;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** What merging customers means for their points: one balance, of lots that keep their dates. */
@Component
class MergeMembers implements MergeParticipant {

    private static final String POINTS = "POINTS";
    private static final String LOTS = "LOTS";

    private final Programs programs;
    private final MemberAccounts members;
    private final PointsMoves moves;
    private final MergeProspects prospects;

    MergeMembers(Programs programs, MemberAccounts members, PointsMoves moves, MergeProspects prospects) {
        this.programs = programs;
        this.members = members;
        this.moves = moves;
        this.prospects = prospects;
    }

    @Override
    public MergeFindings preview(MergeOrder order) {
        MergeProspects.Brought brought = prospects.brought(order.losers());
        return new MergeFindings(
                items(brought.points(), brought.lots()), prospects.refusals(order.survivor(), order.losers()));
    }

    @Override
    public List<MergeItem> merge(MergeOrder order) {
        List<String> refusals = prospects.refusals(order.survivor(), order.losers());
        if (!refusals.isEmpty()) {
            throw new ProblemException(LoyaltyProblem.MERGE_REFUSED).with("refusals", refusals);
        }
        PointsMoves.Merge merge = merging(order);
        List<PointsMoves.Moved> moved = new ArrayList<>();
        for (Program program : programs.all()) {
            moved.addAll(moves.merge(program, merge));
        }
        members.markMerged(order.losers());
        return items(moved);
    }

    @Override
    public UndoneMerge undo(MergeOrder order) {
        PointsMoves.Merge merge = merging(order);
        List<PointsMoves.Moved> moved = new ArrayList<>();
        Map<String, Long> kept = new TreeMap<>();
        for (Program program : programs.all()) {
            PointsMoves.Undone undone = moves.undo(program, merge);
            moved.addAll(undone.moved());
            undone.used().forEach((type, points) -> kept.merge(reason(type), points, Long::sum));
        }
        members.unmarkMerged(order.losers());
        return new UndoneMerge(
                items(moved),
                kept.entrySet().stream()
                        .map(entry -> new MergeKept(POINTS, entry.getValue(), entry.getKey()))
                        .toList());
    }

    private static PointsMoves.Merge merging(MergeOrder order) {
        String actor = Caller.current()
                .orElseGet(() -> Caller.system("loyalty-service"))
                .originatingSubject();
        return new PointsMoves.Merge(order.id(), order.survivor(), order.losers(), actor);
    }

    private static String reason(TxType type) {
        return switch (type) {
            case REDEEM -> "SPENT";
            case EXPIRE -> "EXPIRED";
            case REVERSE_EARN, REVERSE_IMPORT -> "REVERSED";
            case ADJUST -> "ADJUSTED";
            case REPAY -> "REPAID";
            case EARN, REVERSE_REDEEM, IMPORT, MERGE, UNMERGE ->
                throw new IllegalStateException("Nothing is taken from a lot by " + type);
        };
    }

    private static List<MergeItem> items(List<PointsMoves.Moved> moved) {
        return items(
                moved.stream().mapToLong(PointsMoves.Moved::points).sum(),
                moved.stream().mapToLong(PointsMoves.Moved::lots).sum());
    }

    private static List<MergeItem> items(long points, long lots) {
        return List.of(new MergeItem(POINTS, points), new MergeItem(LOTS, lots));
    }
}
