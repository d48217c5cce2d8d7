package io.kehu.starter.web.sample;

import io.kehu.starter.web.gather.Gathering;
import io.kehu.starter.web.gather.Serving;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.idempotency.KeyedRequest;
import io.kehu.starter.web.idempotency.Reply;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.sample.ThingController.NewThing;
import io.kehu.starter.web.sample.Things.Thing;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** Things that are added together: a name that begins with {@code poison} breaks its whole transaction. */
@Configuration(proxyBeanMethods = false)
class GatheredThings {

    static final String POISON = "poison";

    private final AtomicInteger commits = new AtomicInteger();

    int commits() {
        return commits.get();
    }

    @Bean
    Gathering<KeyedRequest<NewThing>, Reply<Thing>> thingsTogether(
            IdempotentRequests requests, Things things, Gate gate) {
        return new Gathering<>("gather-things", new Serving<>() {
            @Override
            public Object commitOf(KeyedRequest<NewThing> request) {
                return "all";
            }

            @Override
            public @Nullable Object onceOf(KeyedRequest<NewThing> request) {
                return request.key();
            }

            @Override
            public List<Reply<Thing>> serve(List<KeyedRequest<NewThing>> wishes) {
                commits.incrementAndGet();
                return requests.together(
                        wishes,
                        fresh -> fresh.stream()
                                .map(wish -> add(things, gate, wish))
                                .toList());
            }
        });
    }

    private static Reply<Thing> add(Things things, Gate gate, NewThing wish) {
        gate.pass(wish.name());
        if (wish.quantity() < 0) {
            return new Reply.Refused<>(new ProblemException(SampleProblem.SHELF_FULL, 12));
        }
        Thing thing = things.add(wish.name(), wish.quantity());
        if (wish.name().startsWith(POISON)) {
            throw new IllegalStateException("poison");
        }
        return new Reply.Done<>(ResponseEntity.status(HttpStatus.CREATED).body(thing));
    }
}
