package io.kehu.identity.lease;

import static io.kehu.identity.lease.Tills.LEASES;
import static io.kehu.identity.lease.Tills.wish;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.identity.lease.Tills.Leased;
import io.kehu.starter.test.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Who sees which leases and numbers. */
@LeaseTest
class LeaseListTests {

    @Autowired
    private Api api;

    @Autowired
    private Tills tills;

    @Test
    void aLeaseIsNotThereForOthers() {
        Leased lease = tills.lease(tills.define("MINE"), 5);
        RestTestClient other = tills.as("other-till");
        Map<String, Object> usage =
                Map.of("epoch", 1, "numbers", List.of(lease.first().number()));

        other.get().uri(LEASES + "/" + lease.id()).exchange().expectStatus().isNotFound();
        other.get()
                .uri(LEASES + "/" + lease.id() + "/numbers")
                .exchange()
                .expectStatus()
                .isNotFound();
        tills.post(other, "/" + lease.id() + "/usage", usage).expectStatus().isNotFound();
        tills.post(other, "/" + lease.id() + ":return", Map.of("epoch", 1))
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/lease-not-found");
        tills.post(other, "/" + UUID.randomUUID() + ":return", Map.of("epoch", 1))
                .expectStatus()
                .isNotFound();
        assertThat(list(other, "")).noneMatch(seen -> seen.id().equals(lease.id()));

        RestTestClient manager = api.as(MANAGER);
        assertThat(list(manager, "?state=OPEN&limit=200"))
                .anyMatch(seen -> seen.id().equals(lease.id()));
        tills.post(manager, "/" + lease.id() + ":return", Map.of("epoch", 1))
                .expectStatus()
                .isNotFound();
        tills.post(api.as(ADMIN), "/" + lease.id() + "/usage", usage)
                .expectStatus()
                .isNotFound();
        api.as(AUDITOR)
                .get()
                .uri(LEASES + "/" + lease.id())
                .exchange()
                .expectStatus()
                .isOk();
        api.as(AUDITOR)
                .get()
                .uri(LEASES + "/" + lease.id() + "/numbers")
                .exchange()
                .expectStatus()
                .isForbidden();
        tills.post(api.as(AGENT), "", wish("MINE", 5)).expectStatus().isForbidden();
        tills.post(api.as(ADMIN), "/" + lease.id() + ":return", Map.of("epoch", 1))
                .expectStatus()
                .isOk();
    }

    @Test
    void listsAreFilteredAndPaged() {
        String scheme = tills.define("LISTED");
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Map<String, Object> wish = wish(scheme, 1);
            wish.put("holder", "listed/till");
            Leased lease = tills.lease(tills.as("lister"), wish);
            made.addFirst(lease.id());
        }
        tills.post(tills.as("lister"), "/" + made.getFirst() + ":return", Map.of("epoch", 1))
                .expectStatus()
                .isOk();

        List<String> seen = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            Tills.LeaseList page = page(tills.as("lister"), "?holder=listed/till&limit=2&cursor=" + cursor);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(2);
            page.items().forEach(lease -> seen.add(lease.id()));
            cursor = page.nextCursor();
        }
        assertThat(seen).isEqualTo(made);
        assertThat(list(tills.as("lister"), "?state=CLOSED"))
                .extracting(Leased::id)
                .containsExactly(made.getFirst());
        assertThat(list(tills.as("lister"), "?state=OPEN&holder=nobody")).isEmpty();
        for (String bad : List.of("?state=LOST", "?holder=-", "?limit=0", "?limit=201", "?cursor=xx")) {
            tills.till().get().uri(LEASES + bad).exchange().expectStatus().isBadRequest();
        }
    }

    @Test
    void numbersComeInPagesOfAThousand() {
        Leased lease = tills.lease(tills.define("PAGED"), 2_500);
        Tills.Numbers page = tills.till()
                .get()
                .uri(LEASES + "/" + lease.id() + "/numbers")
                .exchange()
                .returnResult(Tills.Numbers.class)
                .getResponseBody();

        assertThat(page.items()).hasSize(1_000);
        assertThat(tills.numbers(lease)).hasSize(2_500).doesNotHaveDuplicates().isSorted();
        for (String bad : List.of("?limit=0", "?limit=1001", "?cursor=xx")) {
            tills.till()
                    .get()
                    .uri(LEASES + "/" + lease.id() + "/numbers" + bad)
                    .exchange()
                    .expectStatus()
                    .isBadRequest();
        }
    }

    private Tills.LeaseList page(RestTestClient caller, String query) {
        return caller.get()
                .uri(LEASES + query)
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(Tills.LeaseList.class)
                .getResponseBody();
    }

    private List<Leased> list(RestTestClient caller, String query) {
        return page(caller, query).items();
    }
}
