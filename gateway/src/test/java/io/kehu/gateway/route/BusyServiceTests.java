package io.kehu.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.gateway.Door;
import io.kehu.gateway.GatewayTest;
import io.kehu.gateway.Upstream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** A service that is slow for all keeps its own callers waiting, and nobody else's. */
@GatewayTest
@TestPropertySource(properties = "kehu.gateway.connections-per-service=1")
class BusyServiceTests {

    private static final String MEMBERS = "/loyalty/v1/members";

    @Autowired
    private Door door;

    private final Upstream loyalty = Upstream.of("loyalty");

    @BeforeEach
    void reset() {
        Upstream.resetAll();
    }

    @Test
    void whoFindsNoRoomIsToldToComeBack() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        loyalty.answer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            begun.countDown();
            // Slow, but never silent for long.
            while (!isOver(end)) {
                exchange.getResponseBody().write("more\n".getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
            }
            exchange.close();
        });
        CompletableFuture<HttpResponse<String>> slow = door.client()
                .sendAsync(
                        HttpRequest.newBuilder(door.uri(MEMBERS))
                                .header("Authorization", "Bearer " + door.token())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        try {
            assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();

            HttpResponse<String> turnedAway = door.get(MEMBERS);

            Door.problem(turnedAway, 503, "unavailable");
            assertThat(turnedAway.headers().firstValue("Retry-After")).contains("5");
            assertThat(loyalty.received()).hasSize(1);
            assertThat(door.get("/customer/v1/customers").statusCode()).isEqualTo(200);
        } finally {
            end.countDown();
        }
        assertThat(slow.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    private static boolean isOver(CountDownLatch end) {
        try {
            return end.await(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
