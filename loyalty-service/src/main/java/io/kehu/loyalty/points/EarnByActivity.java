package io.kehu.loyalty.points;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.activity.SettleActivities;
import io.kehu.loyalty.program.Program;
import io.kehu.starter.web.idempotency.Reply;
import io.kehu.starter.web.problem.ProblemException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Points for what the service itself finds members to have done, in the caller's transaction. */
@Component
public class EarnByActivity {

    private final BookPoints bookPoints;
    private final GiveBackPoints giveBackPoints;

    EarnByActivity(BookPoints bookPoints, GiveBackPoints giveBackPoints) {
        this.bookPoints = bookPoints;
        this.giveBackPoints = giveBackPoints;
    }

    /**
     * What became of a deed.
     *
     * @param transactionId missing when it earned nothing
     * @param refusal name of the problem, when it earned nothing
     */
    public record Earned(
            @Nullable UUID transactionId, @Nullable String refusal) {}

    /** @return in the order of the deeds */
    public List<Earned> earn(Program program, List<SettleActivities.Deed> deeds) {
        List<PointsWish> wishes = deeds.stream()
                .<PointsWish>map(deed -> new PointsWish.Earn(program.code(), deed))
                .toList();
        return bookPoints.book(wishes).stream().map(EarnByActivity::earned).toList();
    }

    private static Earned earned(Reply<TransactionView> reply) {
        return switch (reply) {
            case Reply.Done<TransactionView>(ResponseEntity<TransactionView> response) ->
                new Earned(Objects.requireNonNull(response.getBody()).transactionId(), null);
            case Reply.Refused<TransactionView>(ProblemException problem) ->
                new Earned(null, problem.type().slug());
        };
    }

    /** All that is left of what was earned; nothing when somebody has taken it back by hand. */
    public void takeBack(Program program, UUID transactionId, String businessRef, String actor) {
        try {
            giveBackPoints.giveBack(program.code(), transactionId, null, businessRef, actor);
        } catch (ProblemException e) {
            if (e.type() != LoyaltyProblem.MORE_THAN_EARNED) {
                throw e;
            }
        }
    }
}
