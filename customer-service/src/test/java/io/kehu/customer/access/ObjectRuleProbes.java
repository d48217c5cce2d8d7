package io.kehu.customer.access;

import static io.kehu.customer.Calls.body;
import static io.kehu.customer.Calls.text;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MANAGER;
import static org.awaitility.Awaitility.await;

import io.kehu.customer.Calls;
import io.kehu.customer.catalogue.FileApi;
import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** For each operation that reaches customers: how to reach one, and how to tell whether that worked. */
final class ObjectRuleProbes {

    /** What became of the attempt. */
    enum Reached {
        REACHED,
        HIDDEN,
        FORBIDDEN
    }

    /** One attempt to reach a customer by an operation. */
    @FunctionalInterface
    interface Probe {
        Reached reach(RestTestClient client, Customer customer);
    }

    /** The customer to be reached, who belongs to somebody. */
    record Customer(String number, String name, String phone, String orderNo, String tag) {}

    private final Api api;
    private final Map<String, Probe> probes = new LinkedHashMap<>();
    private final Map<String, String> merges = new HashMap<>();
    private final Map<String, String> kept = new HashMap<>();

    ObjectRuleProbes(Api api) {
        this.api = api;
        records();
        files();
        relations();
        lists();
        deals();
        ownership();
        merges();
        exports();
        jobs();
        probes.putAll(new ErasureProbes(api).all());
    }

    Map<String, Probe> all() {
        return probes;
    }

    private void records() {
        byNumber("GET", "/customer/v1/customers/{number}", null);
        byNumber("GET", "/customer/v1/customers/{number}/history", null);
        byNumber("GET", "/customer/v1/customers/{number}/timeline", null);
        byNumber("GET", "/customer/v1/customers/{number}/purchases", null);
        byNumber("GET", "/customer/v1/customers/{number}/ownership", null);
        byNumber("GET", "/customer/v1/customers/{number}/tags", null);
        byNumber("GET", "/customer/v1/customers/{number}/consents", null);
        byNumber("GET", "/customer/v1/customers/{number}/consents/history", null);
        byNumber(
                "POST",
                "/customer/v1/customers/{number}/consents",
                Map.of("words", List.of(Map.of("channel", "SMS", "purpose", "MARKETING", "state", "WITHDRAWN"))));
        byNumber(
                "POST",
                "/customer/v1/customers/{number}/reveals",
                Map.of("fields", List.of("FULL_NAME"), "reason", "asked by phone"));
        byNumber(
                "POST",
                "/customer/v1/customers/{number}/timeline",
                Map.of("kind", "CALL", "channel", "PHONE", "summary", "called back"));
        probes.put("PATCH /customer/v1/customers/{number}", (client, customer) -> {
            EntityExchangeResult<byte[]> result = client.patch()
                    .uri("/customer/v1/customers/" + customer.number())
                    .header("If-Match", version(customer))
                    .contentType(MediaType.parseMediaType("application/merge-patch+json"))
                    .body(Map.of("stage", "LOYAL"))
                    .exchange()
                    .returnResult(byte[].class);
            return byStatus(result);
        });
        probes.put("POST /customer/v1/customers", (client, customer) -> {
            EntityExchangeResult<byte[]> result = send(
                    client,
                    "POST",
                    "/customer/v1/customers",
                    Map.of(
                            "fullName",
                            customer.name(),
                            "contactPoints",
                            List.of(Map.of("kind", "PHONE", "value", customer.phone()))));
            return result.getStatus().value() == 409 && !body(result).has("existing")
                    ? Reached.HIDDEN
                    : result.getStatus().value() == 409 ? Reached.REACHED : byStatus(result);
        });
    }

    private void files() {
        FileApi files = new FileApi(api);
        AtomicReference<String> field = new AtomicReference<>();
        Supplier<String> anyField = () -> field.updateAndGet(known -> known != null
                ? known
                : files.field(
                        "PERSONAL",
                        "AGENT",
                        "MANAGER",
                        "MARKETER",
                        "PRIVACY_OFFICER",
                        "AUDITOR",
                        "ADMIN",
                        "INTEGRATOR",
                        "MEMBER"));
        String path = "/customer/v1/customers/{number}/files/{field}/{id}";
        probes.put(
                "PUT " + path,
                (client, customer) -> byStatus(FileApi.put(
                        client,
                        FileApi.uri(
                                customer.number(),
                                anyField.get(),
                                UUID.randomUUID().toString()))));
        probes.put(
                "GET " + path,
                (client, customer) -> byStatus(send(client, "GET", added(files, anyField, customer), null)));
        probes.put(
                "DELETE " + path,
                (client, customer) -> byStatus(send(client, "DELETE", added(files, anyField, customer), null)));
    }

    /** @return where a file of the customer is that somebody may try to delete */
    private String added(FileApi files, Supplier<String> field, Customer customer) {
        return kept.computeIfAbsent(customer.number(), number -> {
            String id = files.added(
                    ADMIN, customer.number(), field.get(), "a.pdf", "%PDF-1.7".getBytes(StandardCharsets.UTF_8));
            return FileApi.uri(customer.number(), field.get(), id);
        });
    }

    private void relations() {
        byNumber("GET", "/customer/v1/customers/{number}/relations", null);
        probes.put(
                "POST /customer/v1/customers/{number}/relations",
                (client, customer) -> byStatus(relate(client, customer.number(), stranger())));
        probes.put("DELETE /customer/v1/customers/{number}/relations/{id}", (client, customer) -> {
            String id = body(relate(api.as(ADMIN), customer.number(), stranger()))
                    .path("id")
                    .asString();
            return byStatus(
                    send(client, "DELETE", "/customer/v1/customers/" + customer.number() + "/relations/" + id, null));
        });
    }

    /** Somebody in the public pool, whom everybody may know. */
    private String stranger() {
        return body(send(
                        api.as(INTEGRATOR),
                        "POST",
                        "/customer/v1/customers",
                        Map.of("fullName", "路人" + UUID.randomUUID().toString().substring(0, 8))))
                .path("number")
                .asString();
    }

    private static EntityExchangeResult<byte[]> relate(RestTestClient client, String number, String other) {
        return send(
                client,
                "POST",
                "/customer/v1/customers/" + number + "/relations",
                Map.of("type", "HOUSEHOLD", "number", other));
    }

    private void lists() {
        asked("GET", "/customer/v1/customers", "?limit=200&tag=", (customer, ignored) -> null);
        asked("POST", "/customer/v1/customers:search", null, (customer, ignored) -> Map.of("q", customer.phone()));
        asked(
                "POST",
                "/customer/v1/customers:check-duplicates",
                null,
                (customer, ignored) -> Map.of(
                        "fullName",
                        customer.name(),
                        "contactPoints",
                        List.of(Map.of("kind", "PHONE", "value", customer.phone()))));
        asked("POST", "/customer/v1/customers:filter", null, (customer, ignored) -> Map.of("tag", customer.tag()));
        asked("POST", "/customer/v1/interactions:search", null, (customer, ignored) -> Map.of("q", customer.tag()));
        asked(
                "POST",
                "/customer/v1/customers:batchGet",
                null,
                (customer, ignored) ->
                        Map.of("numbers", List.of(customer.number()), "fields", List.of("name"), "purpose", "test"));
        settled("POST /customer/v1/tags/{code}:apply", Map.of());
        settled("POST /customer/v1/tags/{code}:remove", Map.of());
    }

    private void exports() {
        probes.put("POST /customer/v1/exports", (client, customer) -> {
            EntityExchangeResult<byte[]> result = send(client, "POST", "/customer/v1/exports", export(customer));
            return result.getStatus().value() == 202
                            && body(result).path("total").asInt() == 0
                    ? Reached.HIDDEN
                    : byStatus(result);
        });
        probes.put("GET /customer/v1/exports/{id}/file", (client, customer) -> {
            EntityExchangeResult<byte[]> asked = send(client, "POST", "/customer/v1/exports", export(customer));
            String id = body(asked).path("id").asString(UUID.randomUUID().toString());
            String uri = "/customer/v1/exports/" + id + "/file";
            EntityExchangeResult<byte[]> file = await().until(
                            () -> Calls.get(client, uri),
                            result -> result.getStatus().value() != 409);
            return file.getStatus().value() == 200 && !text(file).contains(customer.number())
                    ? Reached.HIDDEN
                    : byStatus(file);
        });
    }

    private void jobs() {
        chosen("POST /customer/v1/tags/{code}:applyAll");
        chosen("POST /customer/v1/tags/{code}:removeAll");
        probes.put("POST /customer/v1/staff/{subject}:handover", (client, customer) -> {
            EntityExchangeResult<byte[]> result = send(
                    client,
                    "POST",
                    "/customer/v1/staff/matrix-owner:handover?dryRun=true",
                    Map.of("owner", "matrix-heir", "reason", "leaves"));
            return result.getStatus().value() == 200
                            && body(result).path("total").asInt() == 0
                    ? Reached.HIDDEN
                    : byStatus(result);
        });
    }

    /** A job over what filters find; how many that are says whether the customer is among them. */
    private void chosen(String operation) {
        probes.put(operation, (client, customer) -> {
            String uri = operation.split(" ")[1].replace("{code}", customer.tag());
            EntityExchangeResult<byte[]> result =
                    send(client, "POST", uri, Map.of("filters", Map.of("tag", customer.tag())));
            return result.getStatus().value() == 202
                            && body(result).path("total").asInt() == 0
                    ? Reached.HIDDEN
                    : byStatus(result);
        });
    }

    private static Map<String, Object> export(Customer customer) {
        return Map.of(
                "columns",
                List.of("number"),
                "format",
                "CSV",
                "language",
                "en",
                "filters",
                Map.of("tag", customer.tag()),
                "purpose",
                Map.of("code", "reporting", "text", "who reaches whom"));
    }

    private void deals() {
        probes.put(
                "POST /customer/v1/purchases",
                (client, customer) -> byStatus(send(client, "POST", "/customer/v1/purchases", purchase(customer))));
        probes.put(
                "POST /customer/v1/purchases:batch",
                (client, customer) -> byStatus(send(
                        client, "POST", "/customer/v1/purchases:batch", Map.of("items", List.of(purchase(customer))))));
        probes.put(
                "POST /customer/v1/refunds",
                (client, customer) -> byStatus(send(client, "POST", "/customer/v1/refunds", refund(customer))));
        probes.put(
                "POST /customer/v1/refunds:batch",
                (client, customer) -> byStatus(send(
                        client, "POST", "/customer/v1/refunds:batch", Map.of("items", List.of(refund(customer))))));
        probes.put("POST /customer/v1/interactions:batch", (client, customer) -> {
            Map<String, Object> told = Map.of(
                    "number", customer.number(),
                    "source", "callcenter",
                    "externalId", UUID.randomUUID().toString(),
                    "kind", "CALL",
                    "at", "2026-11-01T08:00:00Z",
                    "summary", "rang");
            return byStatus(send(client, "POST", "/customer/v1/interactions:batch", Map.of("items", List.of(told))));
        });
    }

    private void ownership() {
        settled("POST /customer/v1/pool:release", Map.of("reason", "no time"));
        settled("POST /customer/v1/customers:transfer", Map.of("owner", "matrix-heir", "reason", "moved on"));
    }

    private void merges() {
        probes.put("POST /customer/v1/merges", (client, customer) -> {
            Map<String, Object> wish =
                    Map.of("survivor", customer.number(), "losers", List.of(another()), "reason", "same person");
            return byStatus(send(client, "POST", "/customer/v1/merges?dryRun=true", wish));
        });
        probes.put("GET /customer/v1/merges", (client, customer) -> {
            String id = merged(customer);
            EntityExchangeResult<byte[]> result =
                    send(client, "GET", "/customer/v1/merges?number=" + customer.number(), null);
            if (result.getStatus().value() == 403) {
                return Reached.FORBIDDEN;
            }
            return text(result).contains(id) ? Reached.REACHED : Reached.HIDDEN;
        });
        probes.put(
                "GET /customer/v1/merges/{id}",
                (client, customer) -> byStatus(send(client, "GET", "/customer/v1/merges/" + merged(customer), null)));
        probes.put(
                "POST /customer/v1/merges/{id}:undo",
                (client, customer) -> byStatus(send(
                        client,
                        "POST",
                        "/customer/v1/merges/" + merged(customer) + ":undo",
                        Map.of("reason", "father and son"))));
    }

    /** Somebody else of the same owner. */
    private String another() {
        return prepare(api.as("matrix-owner", Role.AGENT)).number();
    }

    /** @return id of a merge into the customer, which is done */
    private String merged(Customer customer) {
        return merges.computeIfAbsent(customer.number(), survivor -> {
            String id = body(send(
                            api.as("matrix-admin", ADMIN),
                            "POST",
                            "/customer/v1/merges",
                            Map.of("survivor", survivor, "losers", List.of(another()), "reason", "same person")))
                    .path("id")
                    .asString();
            await().until(() -> body(send(api.as(ADMIN), "GET", "/customer/v1/merges/" + id, null))
                    .path("state")
                    .asString()
                    .equals("MERGED"));
            return id;
        });
    }

    private void byNumber(String method, String path, Object body) {
        probes.put(
                method + " " + path,
                (client, customer) ->
                        byStatus(send(client, method, path.replace("{number}", customer.number()), body)));
    }

    /** An operation whose answer names the customers it is about. */
    private void asked(String method, String path, String query, BiFunction<Customer, String, Object> body) {
        probes.put(method + " " + path, (client, customer) -> {
            String uri = query == null ? path : path + query + customer.tag();
            EntityExchangeResult<byte[]> result = send(client, method, uri, body.apply(customer, uri));
            if (result.getStatus().value() == 403) {
                return Reached.FORBIDDEN;
            }
            return text(result).contains(customer.number()) ? Reached.REACHED : Reached.HIDDEN;
        });
    }

    /** An operation over many customers that says what became of each. */
    private void settled(String operation, Map<String, Object> more) {
        probes.put(operation, (client, customer) -> {
            Map<String, Object> body = new LinkedHashMap<>(more);
            body.put("numbers", List.of(customer.number()));
            String uri = operation.split(" ")[1].replace("{code}", customer.tag());
            EntityExchangeResult<byte[]> result = send(client, "POST", uri, body);
            if (result.getStatus().value() == 403) {
                return Reached.FORBIDDEN;
            }
            JsonNode answer = body(result);
            boolean hidden = answer.path("missing").size() == 1
                    || answer.path("items").path(0).path("outcome").asString("").equals("NOT_FOUND");
            return hidden ? Reached.HIDDEN : byStatus(result);
        });
    }

    private Map<String, Object> purchase(Customer customer) {
        return Map.of(
                "customer",
                Map.of("number", customer.number()),
                "channel",
                "POS",
                "orderNo",
                "M-" + UUID.randomUUID(),
                "occurredAt",
                "2026-11-01T03:15:00Z",
                "currency",
                "CNY",
                "lines",
                List.of(Map.of("product", "TEA", "quantity", 1, "amountMinor", 100)));
    }

    private static Map<String, Object> refund(Customer customer) {
        return Map.of(
                "channel",
                "POS",
                "refundNo",
                "R-" + UUID.randomUUID(),
                "orderNo",
                customer.orderNo(),
                "occurredAt",
                "2026-11-02T03:15:00Z",
                "lines",
                List.of(Map.of("lineNo", 1, "quantity", 1, "amountMinor", 1)));
    }

    /** A fresh customer of the owner, with everything that operations look at. */
    Customer prepare(RestTestClient owner) {
        String unique = UUID.randomUUID().toString().replace("-", "");
        String name = "矩阵" + unique.substring(0, 8);
        String phone = "139" + Long.toString(Long.parseLong(unique.substring(0, 10), 16) % 90_000_000 + 10_000_000);
        String number = body(send(
                        owner,
                        "POST",
                        "/customer/v1/customers",
                        Map.of("fullName", name, "contactPoints", List.of(Map.of("kind", "PHONE", "value", phone)))))
                .path("number")
                .asString();
        String tag = "matrix" + unique.substring(0, 12);
        send(
                api.as(ADMIN),
                "POST",
                "/customer/v1/tags",
                Map.of("code", tag, "tag", Map.of("name", tag, "colour", "#2e7d32")));
        send(api.as(ADMIN), "POST", "/customer/v1/tags/" + tag + ":apply", Map.of("numbers", List.of(number)));
        Customer customer = new Customer(number, name, phone, "O-" + unique, tag);
        Map<String, Object> bought = new LinkedHashMap<>(purchase(customer));
        bought.put("orderNo", customer.orderNo());
        send(api.as(INTEGRATOR), "POST", "/customer/v1/purchases", bought);
        send(
                api.as("matrix-manager", MANAGER),
                "POST",
                "/customer/v1/customers/" + number + "/timeline",
                Map.of("kind", "NOTE", "summary", "remember " + tag));
        return customer;
    }

    private String version(Customer customer) {
        return String.valueOf(api.as(ADMIN)
                .get()
                .uri("/customer/v1/customers/" + customer.number())
                .exchange()
                .returnResult(byte[].class)
                .getResponseHeaders()
                .getETag());
    }

    static Reached byStatus(EntityExchangeResult<byte[]> result) {
        int status = result.getStatus().value();
        if (status == 403) {
            return Reached.FORBIDDEN;
        }
        if (status == 404) {
            return Reached.HIDDEN;
        }
        if (status < 300) {
            return Reached.REACHED;
        }
        throw new AssertionError("A probe must work where it may: " + status + " " + text(result));
    }

    static EntityExchangeResult<byte[]> send(RestTestClient client, String method, String uri, Object body) {
        return Calls.send(client, HttpMethod.valueOf(method), uri, body);
    }
}
