package io.kehu.customer.registration;

import static io.kehu.customer.Calls.body;
import static io.kehu.customer.Calls.post;
import static io.kehu.customer.customer.RecordApi.CUSTOMERS;
import static io.kehu.customer.customer.RecordApi.name;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.customer.RecordApi;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import tools.jackson.databind.JsonNode;

/** Two tills tell of one card at the same moment: there is one customer, and whoever was told 201 is who is on record. */
@CustomerServiceTest
class ReferenceRaceTests {

    private static final int TILLS = 6;

    @Autowired
    private Api api;

    @BeforeEach
    void identityAnswers() {
        IdentityStub.stub();
    }

    private record Told(String name, int status, String number) {}

    @RepeatedTest(10)
    void oneCardIsOneCustomer() throws Exception {
        String card = "card-" + UUID.randomUUID();
        List<Callable<Told>> tills = new ArrayList<>();
        for (int i = 0; i < TILLS; i++) {
            String called = name();
            tills.add(() -> register(called, card));
        }

        List<Told> told = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(TILLS)) {
            for (Future<Told> answer : pool.invokeAll(tills)) {
                told.add(answer.get());
            }
        }

        List<Told> registered = told.stream().filter(one -> one.status() == 201).toList();
        assertThat(registered).as(told.toString()).hasSize(1);
        assertThat(told).filteredOn(one -> one.status() != 201).allMatch(one -> one.status() == 409);
        JsonNode record = new RecordApi(api)
                .get(
                        api.asMember(registered.getFirst().number()),
                        registered.getFirst().number());
        assertThat(record.path("fullName").asString())
                .isEqualTo(registered.getFirst().name());
    }

    @Test
    void aRetryAfterTheRaceIsToldWhoThereIs() throws Exception {
        String card = "card-" + UUID.randomUUID();
        Told first = register(name(), card);

        EntityExchangeResult<byte[]> again = post(
                api.as(ADMIN),
                CUSTOMERS,
                Map.of("fullName", name(), "references", List.of(Map.of("system", "pos", "externalId", card))));

        assertThat(again.getStatus().value()).isEqualTo(409);
        assertThat(body(again).path("existing").asString()).isEqualTo(first.number());
    }

    private Told register(String called, String card) {
        EntityExchangeResult<byte[]> answer = post(
                api.as(INTEGRATOR),
                CUSTOMERS,
                Map.of("fullName", called, "references", List.of(Map.of("system", "pos", "externalId", card))));
        return new Told(
                called, answer.getStatus().value(), body(answer).path("number").asString(""));
    }
}
