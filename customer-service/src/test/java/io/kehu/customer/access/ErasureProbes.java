package io.kehu.customer.access;

import static io.kehu.customer.Calls.body;
import static io.kehu.customer.access.ObjectRuleProbes.byStatus;
import static io.kehu.customer.access.ObjectRuleProbes.send;
import static io.kehu.starter.security.Role.ADMIN;

import io.kehu.customer.access.ObjectRuleProbes.Customer;
import io.kehu.customer.access.ObjectRuleProbes.Probe;
import io.kehu.starter.test.Api;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;

/** How to reach a customer by asking for their erasure, and by the request. */
final class ErasureProbes {

    private static final String ERASURES = "/customer/v1/erasures";

    private final Api api;
    private final Map<String, String> requests = new HashMap<>();

    ErasureProbes(Api api) {
        this.api = api;
    }

    Map<String, Probe> all() {
        Map<String, Probe> probes = new LinkedHashMap<>();
        probes.put("DELETE /customer/v1/customers/{number}", (client, customer) -> byStatus(request(client, customer)));
        probes.put(
                "GET " + ERASURES + "/{id}",
                (client, customer) -> byStatus(send(client, "GET", ERASURES + "/" + requested(customer), null)));
        probes.put(
                "GET " + ERASURES + "/{id}/preview",
                (client, customer) ->
                        byStatus(send(client, "GET", ERASURES + "/" + requested(customer) + "/preview", null)));
        probes.put(
                "POST " + ERASURES + "/{id}:approve",
                (client, customer) ->
                        byStatus(send(client, "POST", ERASURES + "/" + requested(customer) + ":approve", Map.of())));
        probes.put(
                "POST " + ERASURES + "/{id}:refuse",
                (client, customer) -> byStatus(send(
                        client,
                        "POST",
                        ERASURES + "/" + requested(customer) + ":refuse",
                        Map.of("reason", "claims are pending"))));
        return probes;
    }

    private String requested(Customer customer) {
        return requests.computeIfAbsent(
                customer.number(),
                number -> body(request(api.as("matrix-admin", ADMIN), customer))
                        .path("id")
                        .asString());
    }

    private EntityExchangeResult<byte[]> request(RestTestClient client, Customer customer) {
        String version = api.as(ADMIN)
                .get()
                .uri("/customer/v1/customers/" + customer.number())
                .exchange()
                .returnResult(byte[].class)
                .getResponseHeaders()
                .getETag();
        return client.delete()
                .uri("/customer/v1/customers/" + customer.number())
                .header("If-Match", version)
                .exchange()
                .returnResult(byte[].class);
    }
}
