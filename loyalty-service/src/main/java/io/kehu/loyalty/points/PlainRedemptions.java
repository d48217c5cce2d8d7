package io.kehu.loyalty.points;

import io.kehu.loyalty.program.ChosenProgram;
import io.kehu.starter.security.plain.PlainOperation;
import io.kehu.starter.web.gather.Gathering;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.idempotency.KeyedRequest;
import io.kehu.starter.web.idempotency.Reply;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Points that are spent one by one take the short way: all that is done for any request cost more than booking them. */
@Configuration(proxyBeanMethods = false)
class PlainRedemptions {

    @Bean
    PlainOperation<PointsController.RedeemBody> plainRedemption(
            ChosenProgram programs, Gathering<KeyedRequest<PointsWish>, Reply<TransactionView>> booking, Clock clock) {
        return new PlainOperation<>("/loyalty/v1/points:redeem", PointsController.RedeemBody.class, (body, plain) -> {
            PointsWish wish = body.wish(programs, plain.caller().originatingSubject(), clock.instant());
            KeyedRequest<PointsWish> keyed =
                    IdempotentRequests.keyed(plain.request(), plain.caller().subject(), plain.body(), wish);
            return () -> booking.call(keyed).response();
        });
    }
}
