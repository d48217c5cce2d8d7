package io.kehu.identity.lease;

import static io.kehu.identity.lease.Tills.wish;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.identity.lease.Tills.Leased;
import io.kehu.starter.test.Api;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What nobody gets, and why. */
@LeaseTest
class LeaseRefusalTests {

    @Autowired
    private Api api;

    @Autowired
    private Tills tills;

    @Test
    void theWrongEpochIsRefused() {
        Leased lease = tills.lease(tills.define("EPOCH"), 5);

        for (String operation : List.of("/usage", ":return")) {
            Map<String, Object> body = new HashMap<>(Map.of("epoch", 2));
            if (operation.equals("/usage")) {
                body.put("numbers", List.of(lease.first().number()));
            }
            tills.post(tills.till(), "/" + lease.id() + operation, body)
                    .expectStatus()
                    .isEqualTo(409)
                    .expectBody()
                    .jsonPath("$.type")
                    .isEqualTo("/problems/lease-epoch-wrong");
        }
        assertThat(tills.read(lease).state()).isEqualTo("OPEN");
    }

    @Test
    void badWishesAreProblems() {
        String scheme = tills.define("WISHED");
        String shortOf = tills.define("SHORT", "K{seq:4}{check}", "NONE");
        for (Map.Entry<String, Object> bad : List.<Map.Entry<String, Object>>of(
                Map.entry("size", 0),
                Map.entry("size", -1),
                Map.entry("size", 100_001),
                Map.entry("size", 1.5),
                Map.entry("size", "5"),
                Map.entry("ttlSeconds", 59),
                Map.entry("ttlSeconds", 31_536_001),
                Map.entry("holder", ""),
                Map.entry("holder", "张三"),
                Map.entry("holder", "x".repeat(101)),
                Map.entry("branch", "１２３"),
                Map.entry("scheme", "wished"),
                Map.entry("colour", "red"))) {
            Map<String, Object> wish = wish(scheme, 5);
            wish.put(bad.getKey(), bad.getValue());
            tills.post(tills.till(), "", wish)
                    .expectStatus()
                    .isBadRequest()
                    .expectBody()
                    .jsonPath("$.errors[0].pointer")
                    .isEqualTo("/" + bad.getKey());
        }
        for (String missing : List.of("size", "ttlSeconds", "holder", "scheme")) {
            Map<String, Object> wish = wish(scheme, 5);
            wish.remove(missing);
            tills.post(tills.till(), "", wish).expectStatus().isBadRequest();
        }
        assertThat(tills.next(scheme)).isEqualTo(1);
        refused("NOWHERE", 5, 404, "scheme-not-found");
        refused(shortOf, 10_000, 409, "scheme-exhausted");
        Leased returned = tills.lease(scheme, 5);
        tills.giveBack(returned, null);
        Leased open = tills.lease(scheme, 6);
        api.as(MANAGER)
                .post()
                .uri("/identity/v1/schemes/WISHED:freeze")
                .exchange()
                .expectStatus()
                .isOk();
        refused(scheme, 5, 409, "scheme-not-active");
        assertThat(tills.report(open, List.of(open.first().number())).verdicts())
                .as("numbers that are out are taken, frozen or not")
                .containsExactly("ISSUED");
    }

    @Test
    void badReportsAreProblems() {
        Leased lease = tills.lease(tills.define("REPORTED"), 5);
        String uri = "/" + lease.id() + "/usage";
        String good = lease.first().number();
        List<Map<String, Object>> bodies = List.of(
                Map.of("epoch", 1, "numbers", List.of()),
                Map.of("epoch", 1, "numbers", Collections.nCopies(1_001, good)),
                Map.of("epoch", 1, "numbers", List.of("9".repeat(101))),
                Map.of("epoch", 1, "numbers", Collections.singletonList(null)),
                Map.of("epoch", "1", "numbers", List.of(good)),
                Map.of("numbers", List.of(good)),
                Map.of("epoch", 1));
        for (Map<String, Object> body : bodies) {
            tills.post(tills.till(), uri, body).expectStatus().isBadRequest();
        }
        tills.post(tills.till(), "/no-uuid/usage", Map.of("epoch", 1, "numbers", List.of(good)))
                .expectStatus()
                .isBadRequest();
        assertThat(tills.report(lease, Collections.nCopies(1_000, good)).used()).isEqualTo(1);
        assertThat(tills.report(lease, List.of("\0", "REPORTED" + "9".repeat(90)))
                        .verdicts())
                .containsOnly("UNKNOWN_FORM");
    }

    private void refused(String scheme, int size, int status, String slug) {
        tills.post(tills.till(), "", wish(scheme, size))
                .expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/" + slug);
    }
}
