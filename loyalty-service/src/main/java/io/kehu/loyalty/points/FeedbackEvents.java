package io.kehu.loyalty.points;

import io.kehu.loyalty.activity.SettleActivities;
import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.program.Programs;
import io.kehu.starter.messaging.ReceivedEvent;
import io.kehu.starter.messaging.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What feedback-service tells us that members did. What is refused, because a cap is reached, earns nothing and is no fault. */
@Configuration(proxyBeanMethods = false)
class FeedbackEvents {

    private static final String SURVEY_COMPLETED = "feedback.survey.completed.v1";

    /** As much of feedback.survey.completed.v1 as we need. */
    record SurveyCompleted(UUID responseId, String number, String survey) {}

    @Bean
    Subscription feedbackSubscription(Programs programs, SettleActivities activities, BookPoints bookPoints) {
        return Subscription.to("loyalty.feedback")
                .on(
                        SURVEY_COMPLETED,
                        SurveyCompleted.class,
                        events ->
                                programs.all().forEach(program -> bookPoints.book(wishes(program, activities, events))))
                .build();
    }

    private static List<PointsWish> wishes(
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
}
