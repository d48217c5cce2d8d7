package io.kehu.loyalty.points;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.activity.SettleActivities;
import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.program.Programs;
import io.kehu.starter.messaging.ReceivedEvent;
import io.kehu.starter.messaging.Subscription;
import io.kehu.starter.web.idempotency.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What feedback-service tells us that members did, or were promised. A survey that is refused, because a cap is reached, earns nothing and is
 * no fault. What somebody promised must not get lost: when it is refused, the event fails, and people see it among the dead letters.
 */
@Configuration(proxyBeanMethods = false)
class FeedbackEvents {

    private static final String SURVEY_COMPLETED = "feedback.survey.completed.v1";
    private static final String COMPENSATION_GRANTED = "feedback.compensation.granted.v1";

    /** As much of feedback.survey.completed.v1 as we need. */
    record SurveyCompleted(UUID responseId, String number, String survey) {}

    /** As much of feedback.compensation.granted.v1 as we need. */
    record CompensationGranted(
            String caseNo,
            int n,
            String number,
            String reason,
            @Nullable Long points) {}

    @Bean
    Subscription feedbackSubscription(Programs programs, SettleActivities activities, BookPoints bookPoints) {
        return Subscription.to("loyalty.feedback")
                .on(
                        SURVEY_COMPLETED,
                        SurveyCompleted.class,
                        events -> programs.all()
                                .forEach(program -> bookPoints.book(answers(program, activities, events))))
                .on(
                        COMPENSATION_GRANTED,
                        CompensationGranted.class,
                        events -> programs.all()
                                .forEach(program -> keep(bookPoints.book(promises(program, activities, events)))))
                .build();
    }

    private static List<PointsWish> answers(
            Program program, SettleActivities activities, List<ReceivedEvent<SurveyCompleted>> events) {
        List<PointsWish> wishes = new ArrayList<>();
        for (ReceivedEvent<SurveyCompleted> event : events) {
            SurveyCompleted survey = event.data();
            for (String activity : activities.toldBy(program, SURVEY_COMPLETED, survey.survey())) {
                wishes.add(new PointsWish.Earn(
                        program.code(),
                        new SettleActivities.Deed(
                                activity,
                                survey.number(),
                                null,
                                survey.responseId().toString(),
                                "event:feedback.survey.completed",
                                event.envelope().time())));
            }
        }
        return wishes;
    }

    private static List<PointsWish> promises(
            Program program, SettleActivities activities, List<ReceivedEvent<CompensationGranted>> events) {
        List<PointsWish> wishes = new ArrayList<>();
        for (ReceivedEvent<CompensationGranted> event : events) {
            CompensationGranted promise = event.data();
            if (promise.points() == null) {
                continue;
            }
            for (String activity : activities.toldBy(program, COMPENSATION_GRANTED, promise.reason())) {
                wishes.add(new PointsWish.Earn(
                        program.code(),
                        new SettleActivities.Deed(
                                activity,
                                promise.number(),
                                promise.points(),
                                "case:%s:%d".formatted(promise.caseNo(), promise.n()),
                                "event:feedback.compensation.granted",
                                event.envelope().time())));
            }
        }
        return wishes;
    }

    /** @throws io.kehu.starter.web.problem.ProblemException when one was refused that has not been booked before */
    private static void keep(List<Reply<TransactionView>> replies) {
        for (Reply<TransactionView> reply : replies) {
            if (reply instanceof Reply.Refused<TransactionView> refused
                    && refused.problem().type() != LoyaltyProblem.ALREADY_EARNED) {
                throw refused.problem();
            }
        }
    }
}
