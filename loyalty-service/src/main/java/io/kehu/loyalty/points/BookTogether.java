package io.kehu.loyalty.points;

import io.kehu.starter.web.gather.Gathering;
import io.kehu.starter.web.gather.Serving;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.idempotency.KeyedRequest;
import io.kehu.starter.web.idempotency.Reply;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Members of one programme who spend or earn at the same time share one commit; so do all who book to one account, instead of waiting in a
 * row.
 */
@Configuration(proxyBeanMethods = false)
class BookTogether {

    @Bean
    Gathering<KeyedRequest<PointsWish>, Reply<TransactionView>> gatheredBooking(
            IdempotentRequests idempotent, BookPoints bookPoints) {
        return new Gathering<>("book-points", new Bookings(idempotent, bookPoints));
    }

    private record Bookings(IdempotentRequests idempotent, BookPoints bookPoints)
            implements Serving<KeyedRequest<PointsWish>, Reply<TransactionView>> {

        @Override
        public Object commitOf(KeyedRequest<PointsWish> request) {
            return request.wish().program();
        }

        @Override
        public Object onceOf(KeyedRequest<PointsWish> request) {
            return request.key();
        }

        @Override
        public List<Reply<TransactionView>> serve(List<KeyedRequest<PointsWish>> requests) {
            return idempotent.together(requests, bookPoints::book);
        }
    }
}
