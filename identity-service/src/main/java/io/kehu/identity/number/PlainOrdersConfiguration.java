package io.kehu.identity.number;

import io.kehu.starter.security.plain.PlainOperation;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Plain orders for numbers take the short way. */
@Configuration(proxyBeanMethods = false)
class PlainOrdersConfiguration {

    @Bean
    PlainOperation<AllocationRequest> plainOrders(IssueNumbers issueNumbers) {
        return new PlainOperation<>("/identity/v1/numbers", AllocationRequest.class, (wanted, plain) -> {
            String key = IdempotentRequests.keyOf(plain.request()).orElse(null);
            Order order = issueNumbers.order(wanted, plain.caller(), key);
            return () -> issueNumbers.issue(order).response();
        });
    }
}
