package io.kehu.identity.number;

import io.kehu.starter.web.gather.Gathering;
import io.kehu.starter.web.gather.Serving;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DuplicateKeyException;

/** Orders of one partition that arrive together share one commit. */
@Configuration(proxyBeanMethods = false)
class OrdersTogether {

    private static final int ATTEMPTS = 5;

    @Bean
    Gathering<Order, IssueRuns.Answer> gatheredOrders(IssueRuns issueRuns) {
        return new Gathering<>("issue-numbers", new Issuing(issueRuns));
    }

    /** A partition of a scheme, whose counter moves once for all. */
    private record Counter(String scheme, String partition) {}

    private record Issuing(IssueRuns issueRuns) implements Serving<Order, IssueRuns.Answer> {

        @Override
        public Object commitOf(Order order) {
            return new Counter(order.scheme().code().value(), order.partition());
        }

        @Override
        public @Nullable Object onceOf(Order order) {
            return order.request();
        }

        /** Another instance may be serving the same key: its answer is ours as well. */
        @Override
        public List<IssueRuns.Answer> serve(List<Order> orders) {
            for (int attempt = 1; ; attempt++) {
                try {
                    return issueRuns.issue(orders);
                } catch (DuplicateKeyException e) {
                    if (attempt == ATTEMPTS) {
                        throw e;
                    }
                }
            }
        }
    }
}
