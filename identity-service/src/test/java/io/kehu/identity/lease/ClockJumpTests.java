package io.kehu.identity.lease;

import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.identity.lease.Tills.Leased;
import io.kehu.starter.test.Api;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** No clock takes part in what makes a number unique. */
@LeaseTest
class ClockJumpTests {

    private static final int CALLERS = 6;
    private static final int CALLS = 25;
    private static final Duration HOUR = Duration.ofHours(1);

    @Autowired
    private Api api;

    @Autowired
    private Tills tills;

    @Autowired
    private LeaseClock clock;

    @Autowired
    private ExpireLeases expireLeases;

    private record Item(String number) {}

    private record Allocation(List<Item> items) {}

    @Test
    void aClockThatJumpsAnHourForthAndBackDoublesNothing() throws Exception {
        String scheme = tills.define("JUMPED", "J{yyyy}{seq:6}{check}", "YEAR");
        AtomicInteger atWork = new AtomicInteger(CALLERS);
        List<Callable<List<String>>> work = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            boolean till = caller % 2 == 0;
            work.add(() -> {
                try {
                    return till ? leaseAndReport(scheme) : allocate(scheme);
                } finally {
                    atWork.decrementAndGet();
                }
            });
        }
        work.add(() -> {
            for (int jump = 0; atWork.get() > 0; jump++) {
                clock.forward(jump % 2 == 0 ? HOUR : HOUR.negated());
                expireLeases.expire();
            }
            return List.of();
        });

        List<String> numbers =
                Tills.together(work).stream().flatMap(List::stream).toList();

        assertThat(numbers).hasSizeGreaterThan(CALLERS / 2 * CALLS).doesNotHaveDuplicates();
        api.as(AUDITOR)
                .get()
                .uri("/identity/v1/schemes/" + scheme + "/ledger")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.clean")
                .isEqualTo(true);
    }

    private List<String> allocate(String scheme) {
        List<String> numbers = new ArrayList<>();
        for (int call = 0; call < CALLS; call++) {
            api.as(INTEGRATOR)
                    .post()
                    .uri("/identity/v1/numbers")
                    .body(Map.of("scheme", scheme, "count", 1 + call % 3))
                    .exchange()
                    .expectStatus()
                    .isCreated()
                    .returnResult(Allocation.class)
                    .getResponseBody()
                    .items()
                    .forEach(item -> numbers.add(item.number()));
        }
        return numbers;
    }

    /** A lease may end at any time in between; what was reported before is issued. */
    private List<String> leaseAndReport(String scheme) {
        List<String> numbers = new ArrayList<>();
        for (int call = 0; call < CALLS; call++) {
            Leased lease = tills.lease(scheme, 4);
            List<String> own = tills.numbers(lease).stream().limit(2).toList();
            if (own.isEmpty()) {
                continue;
            }
            var answer = tills.reporting(lease, own).returnResult(byte[].class);
            if (answer.getStatus().is2xxSuccessful()) {
                numbers.addAll(own);
            }
            tills.returning(lease, null).returnResult(byte[].class);
        }
        return numbers;
    }
}
