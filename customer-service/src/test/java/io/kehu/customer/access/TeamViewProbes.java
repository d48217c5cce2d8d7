package io.kehu.customer.access;

import static io.kehu.customer.Calls.body;
import static io.kehu.customer.Calls.send;
import static io.kehu.customer.Calls.text;

import io.kehu.customer.access.ObjectRuleProbes.Customer;
import io.kehu.customer.access.ObjectRuleProbes.Probe;
import io.kehu.customer.access.ObjectRuleProbes.Reached;
import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;

/** For each operation that takes a saved view: how to reach one that matrix-owner shares with a team, and whether that worked. */
final class TeamViewProbes {

    private static final String VIEWS = "/customer/v1/views";

    private final Api api;

    TeamViewProbes(Api api) {
        this.api = api;
    }

    Map<String, Probe> all() {
        Map<String, Probe> probes = new LinkedHashMap<>();
        probes.put("GET /customer/v1/views", (client, customer) -> {
            String id = shared();
            EntityExchangeResult<byte[]> result = send(client, HttpMethod.GET, VIEWS + "?limit=200", null);
            return result.getStatus().value() == 200 && !text(result).contains(id) ? Reached.HIDDEN : reached(result);
        });
        probes.put(
                "GET /customer/v1/views/{id}",
                (client, customer) -> reached(send(client, HttpMethod.GET, VIEWS + "/" + shared(), null)));
        probes.put(
                "PATCH /customer/v1/views/{id}",
                (client, customer) -> reached(client.patch()
                        .uri(VIEWS + "/" + shared())
                        .header("If-Match", "\"1\"")
                        .contentType(MediaType.parseMediaType("application/merge-patch+json"))
                        .body(Map.of("name", "renamed " + UUID.randomUUID()))
                        .exchange()
                        .returnResult(byte[].class)));
        probes.put(
                "DELETE /customer/v1/views/{id}",
                (client, customer) -> reached(client.delete()
                        .uri(VIEWS + "/" + shared())
                        .header("If-Match", "\"1\"")
                        .exchange()
                        .returnResult(byte[].class)));
        probes.put("POST /customer/v1/customers:filter", (client, customer) -> {
            Map<String, Object> question = Map.of("view", shared(), "tag", customer.tag());
            EntityExchangeResult<byte[]> result =
                    send(client, HttpMethod.POST, "/customer/v1/customers:filter", question);
            return result.getStatus().value() == 200 && !text(result).contains(customer.number())
                    ? Reached.HIDDEN
                    : reached(result);
        });
        probes.put("POST /customer/v1/exports", (client, customer) -> export(client, customer, shared()));
        return probes;
    }

    private static Reached export(RestTestClient client, Customer customer, String view) {
        EntityExchangeResult<byte[]> result = send(
                client,
                HttpMethod.POST,
                "/customer/v1/exports",
                Map.of(
                        "columns",
                        List.of("number"),
                        "format",
                        "CSV",
                        "language",
                        "en",
                        "view",
                        view,
                        "filters",
                        Map.of("tag", customer.tag()),
                        "purpose",
                        Map.of("code", "reporting", "text", "who reaches whom")));
        return result.getStatus().value() == 202 && body(result).path("total").asInt() == 0
                ? Reached.HIDDEN
                : reached(result);
    }

    /** @return id of a view that the team SOUTH has */
    private String shared() {
        return body(send(
                        api.as("matrix-owner", Role.AGENT),
                        HttpMethod.POST,
                        VIEWS,
                        Map.of(
                                "name",
                                "team " + UUID.randomUUID(),
                                "sharing",
                                "TEAM",
                                "team",
                                "SOUTH",
                                "filters",
                                Map.of(),
                                "columns",
                                List.of("number"),
                                "sort",
                                "number")))
                .path("id")
                .asString();
    }

    private static Reached reached(EntityExchangeResult<byte[]> result) {
        return switch (result.getStatus().value()) {
            case 200, 202, 204 -> Reached.REACHED;
            case 403 -> Reached.FORBIDDEN;
            case 404 -> Reached.HIDDEN;
            default -> throw new AssertionError(result.getStatus() + " " + text(result));
        };
    }
}
