package io.kehu.notification.messaging;

import io.kehu.notification.messaging.FactMessages.Invited;
import io.kehu.notification.messaging.FactMessages.PointsBooked;
import io.kehu.notification.messaging.FactMessages.PointsExpiring;
import io.kehu.notification.messaging.FactMessages.Registered;
import io.kehu.starter.messaging.Subscription;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One queue per service whose facts customers are to hear about. */
@Configuration(proxyBeanMethods = false)
class NotificationSubscriptions {

    @Bean
    Subscription customerFacts(FactMessages facts) {
        return Subscription.to("notification.customer")
                .on("customer.profile.registered.v1", Registered.class, facts::registered)
                .build();
    }

    @Bean
    Subscription loyaltyFacts(FactMessages facts) {
        return Subscription.to("notification.loyalty")
                .on("loyalty.points.earned.v1", PointsBooked.class, facts::earned)
                .on("loyalty.points.reversed.v1", PointsBooked.class, facts::reversed)
                .on("loyalty.points.expiring.v1", PointsExpiring.class, facts::expiring)
                .build();
    }

    @Bean
    Subscription feedbackFacts(FactMessages facts) {
        return Subscription.to("notification.feedback")
                .on("feedback.survey.invited.v1", Invited.class, facts::invited)
                .build();
    }
}
