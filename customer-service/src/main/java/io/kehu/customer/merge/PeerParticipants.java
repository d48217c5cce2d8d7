package io.kehu.customer.merge;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The services that take part in merges beside identity-service. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MergeProperties.class)
class PeerParticipants {

    @Bean
    Participant loyaltyParticipant(LoyaltyMerges client) {
        return new PeerParticipant(MergeStep.LOYALTY, client);
    }

    @Bean
    Participant feedbackParticipant(FeedbackMerges client) {
        return new PeerParticipant(MergeStep.FEEDBACK, client);
    }

    @Bean
    Participant notificationParticipant(NotificationMerges client) {
        return new PeerParticipant(MergeStep.NOTIFICATION, client);
    }
}
