package io.kehu.loyalty.merge;

import static io.kehu.starter.security.Role.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.loyalty.earning.Shop;
import io.kehu.loyalty.ledger.Till;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpStatusCode;

/** A merge whose database session is killed in the middle leaves nothing, and the repeated call completes it. */
@ServiceTest
class BrokenOffMergeTests {

    @Autowired
    private Api api;

    @Autowired
    private ApplicationContext context;

    private Shop shop;
    private Books books;

    private final String survivor = Shop.newNumber();
    private final String loser = Shop.newNumber();
    private final String second = Shop.newNumber();
    private final UUID id = UUID.randomUUID();

    @BeforeEach
    void openTheShop() {
        shop = new Shop(context);
        books = new Books(context);
        shop.sell(survivor, 100);
        new Till(context).hold(shop.sell(loser, 50), 5);
        shop.sell(second, 7);
    }

    /** Before anything is booked, and after all is, when the members are marked. */
    @ParameterizedTest
    @ValueSource(strings = {"points_account", "member"})
    void killedInTheMiddleNothingIsHalfAndTheRepeatedCallCompletes(String table) throws Exception {
        List<String> numbers = List.of(survivor, loser, second);
        List<String> before = books.of(numbers);

        assertThat(killedAt(table, this::merge).is5xxServerError()).isTrue();

        assertThat(books.of(numbers)).isEqualTo(before);
        assertThat(books.transactions("MERGE", numbers)).isZero();
        books.addUp();
        assertThat(merge().is2xxSuccessful()).isTrue();
        List<String> merged = books.of(numbers);
        assertThat(books.balance(survivor)).isEqualTo(157);

        assertThat(killedAt(table, this::undo).is5xxServerError()).isTrue();

        assertThat(books.of(numbers)).isEqualTo(merged);
        assertThat(books.transactions("UNMERGE", numbers)).isZero();
        books.addUp();
        assertThat(undo().is2xxSuccessful()).isTrue();
        assertThat(books.of(numbers)).isEqualTo(before);
        books.addUp();
    }

    private HttpStatusCode killedAt(String table, Supplier<HttpStatusCode> call) throws Exception {
        try (ExecutorService thread = Executors.newSingleThreadExecutor();
                HeldRow row = HeldRow.of(context, table, second)) {
            Future<HttpStatusCode> answer = thread.submit(call::get);
            row.awaitWaiting(1);
            row.killWaiting();
            return answer.get();
        }
    }

    private HttpStatusCode merge() {
        return api.as(SERVICE)
                .put()
                .uri("/loyalty/v1/merges/" + id)
                .body(body())
                .exchange()
                .returnResult(String.class)
                .getStatus();
    }

    private HttpStatusCode undo() {
        return api.as(SERVICE)
                .post()
                .uri("/loyalty/v1/merges/" + id + ":undo")
                .body(body())
                .exchange()
                .returnResult(String.class)
                .getStatus();
    }

    private Map<String, Object> body() {
        return Map.of("survivor", survivor, "losers", List.of(loser, second));
    }
}
