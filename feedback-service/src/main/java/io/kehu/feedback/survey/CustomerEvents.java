package io.kehu.feedback.survey;

import io.kehu.starter.messaging.Subscription;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this service wants to hear from customer-service. */
@Configuration(proxyBeanMethods = false)
class CustomerEvents {

    @Bean
    Subscription customerSubscription(InviteAfterPurchase inviteAfterPurchase) {
        return Subscription.to("feedback.customer")
                .on("customer.purchase.recorded.v1", InviteAfterPurchase.Purchase.class, inviteAfterPurchase::invite)
                .build();
    }
}
