package io.kehu.feedback.survey;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.feedback.FeedbackServiceTest;
import io.kehu.feedback.merge.Merging;
import io.kehu.feedback.survey.InviteAfterPurchase.Purchase;
import io.kehu.starter.messaging.EventEnvelope;
import io.kehu.starter.messaging.ReceivedEvent;
import io.kehu.starter.test.Api;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A person with two numbers is asked like a person with one. */
@FeedbackServiceTest
class MergedInviteesTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Clock clock;

    @Autowired
    private InviteAfterPurchase inviteAfterPurchase;

    private Merging merging;
    private final UUID id = UUID.randomUUID();
    private final String loser = Invitees.number();
    private final String survivor = Invitees.number();

    @BeforeEach
    void begin() {
        merging = new Merging(api, jdbc);
    }

    @Test
    void whoWasAskedUnderOneNumberIsLeftAloneUnderTheOther() {
        buy(loser);
        merging.merge(id, survivor, loser);
        buy(survivor);
        buy(loser);

        assertThat(states(loser)).containsExactly("CREATED", "SUPPRESSED");
        assertThat(states(survivor)).containsExactly("SUPPRESSED");

        merging.undo(id, survivor, loser);
        buy(survivor);
        assertThat(states(survivor)).containsExactly("SUPPRESSED", "CREATED");
    }

    @Test
    void whoWasAskedWhileMergedIsLeftAloneUnderThatNumberOnly() {
        merging.merge(id, survivor, loser);
        buy(survivor);
        merging.undo(id, survivor, loser);
        buy(survivor);
        buy(loser);

        assertThat(states(survivor)).containsExactly("CREATED", "SUPPRESSED");
        assertThat(states(loser)).containsExactly("CREATED");
    }

    @Test
    void aPurchaseThatComesUnderBothNumbersIsAskedAboutOnce() {
        UUID purchase = UUID.randomUUID();
        merging.merge(id, survivor, loser);
        inviteAfterPurchase.invite(List.of(bought(loser, purchase)));
        inviteAfterPurchase.invite(List.of(bought(survivor, purchase)));

        assertThat(states(loser)).containsExactly("CREATED");
        assertThat(states(survivor)).isEmpty();
    }

    @Test
    void twoPurchasesOfOneBatchAreOneInvitation() {
        merging.merge(id, survivor, loser);
        inviteAfterPurchase.invite(List.of(bought(loser, UUID.randomUUID()), bought(survivor, UUID.randomUUID())));

        assertThat(List.of(states(loser), states(survivor)))
                .containsExactlyInAnyOrder(List.of("CREATED"), List.of("SUPPRESSED"));
    }

    @Test
    void twoPurchasesAtOnceAreOneInvitation() throws Exception {
        for (int round = 0; round < 15; round++) {
            String one = Invitees.number();
            String other = Invitees.number();
            merging.merge(UUID.randomUUID(), one, other);
            race(() -> buy(one), () -> buy(other));
            assertThat(List.of(states(one), states(other)))
                    .containsExactlyInAnyOrder(List.of("CREATED"), List.of("SUPPRESSED"));
        }
    }

    private boolean buy(String number) {
        inviteAfterPurchase.invite(List.of(bought(number, UUID.randomUUID())));
        return true;
    }

    private ReceivedEvent<Purchase> bought(String number, UUID purchase) {
        Instant at = clock.instant().minusSeconds(60);
        return new ReceivedEvent<>(
                new EventEnvelope(
                        UUID.randomUUID(), "/customer-service", "customer.purchase.recorded.v1", number, 1, at, null),
                new Purchase(purchase, number, at));
    }

    private List<String> states(String number) {
        return jdbc.sql("SELECT state FROM invitation WHERE customer_number = :number ORDER BY created_at, id")
                .param("number", number)
                .query(String.class)
                .list();
    }

    @SafeVarargs
    private static void race(Callable<Boolean>... calls) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(calls.length)) {
            for (Future<Boolean> done : threads.invokeAll(Arrays.asList(calls))) {
                done.get();
            }
        }
    }
}
