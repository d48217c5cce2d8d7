package io.kehu.loyalty.points;

import io.kehu.starter.web.gather.Gathering;
import io.kehu.starter.web.gather.Serving;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.idempotency.KeyedRequest;
import io.kehu.starter.web.idempotency.Reply;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Members of one programme who spend at the same time share one commit; so do all who spend of one account, instead of waiting in a row. */
@Configuration(proxyBeanMethods = false)
class SpendTogether {

    @Bean
    Gathering<KeyedRequest<RedeemPoints.Wish>, Reply<TransactionView>> gatheredSpending(
            IdempotentRequests idempotent, RedeemPoints redeemPoints) {
        return new Gathering<>("spend-points", new Spending(idempotent, redeemPoints));
    }

    private record Spending(IdempotentRequests idempotent, RedeemPoints redeemPoints)
            implements Serving<KeyedRequest<RedeemPoints.Wish>, Reply<TransactionView>> {

        @Override
        public Object commitOf(KeyedRequest<RedeemPoints.Wish> request) {
            return request.wish().program();
        }

        @Override
        public Object onceOf(KeyedRequest<RedeemPoints.Wish> request) {
            return request.key();
        }

        @Override
        public List<Reply<TransactionView>> serve(List<KeyedRequest<RedeemPoints.Wish>> requests) {
            return idempotent.together(requests, redeemPoints::redeem);
        }
    }
}
