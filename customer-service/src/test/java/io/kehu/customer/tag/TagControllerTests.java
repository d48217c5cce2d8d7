package io.kehu.customer.tag;

import static io.kehu.customer.Calls.body;
import static io.kehu.customer.Calls.post;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.TestBroker;
import io.kehu.starter.test.contract.EventContract;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import tools.jackson.databind.JsonNode;

/** Tags: made once, given to many, retired and kept. */
@CustomerServiceTest
class TagControllerTests {

    @Autowired
    private Api api;

    @Autowired
    private TestBroker broker;

    private String tag;

    @BeforeEach
    void aTag() {
        IdentityStub.stub();
        tag = "t" + UUID.randomUUID().toString().replace("-", "");
        assertThat(create(tag, tag).getStatus().value()).isEqualTo(201);
    }

    @Test
    void givingATagTwiceDoesNoHarmAndIsToldOnce() {
        String ear = broker.listen("customer.tag.changed.v1");
        String number = register();

        JsonNode first = body(send("apply", number, "C09999999997"));
        JsonNode second = body(send("apply", number));

        assertThat(first.path("changed").asInt()).isEqualTo(1);
        assertThat(first.path("missing").valueStream().map(JsonNode::asString)).containsExactly("C09999999997");
        assertThat(second.path("changed").asInt()).isZero();
        assertThat(second.path("unchanged").asInt()).isEqualTo(1);
        assertThat(carried(number)).containsExactly(tag);
        assertThat(listed()).containsExactly(number);
        assertThat(body(send("remove", number)).path("changed").asInt()).isEqualTo(1);
        assertThat(carried(number)).isEmpty();
        await().untilAsserted(() -> {
            List<JsonNode> told = broker.heard(ear, number);
            assertThat(told)
                    .extracting(event -> event.path("data").path("added").asBoolean())
                    .containsExactly(true, false);
            EventContract.verifyProduced(
                    "customer.tag.changed.v1", told.getFirst().path("data").toString());
        });
    }

    @Test
    void aRetiredTagStaysWhereItIsAndGoesNowhereElse() {
        String number = register();
        send("apply", number);

        assertThat(change("\"1\"", true).getStatus().value()).isEqualTo(200);

        assertThat(carried(number)).containsExactly(tag);
        assertThat(send("apply", register()).getStatus().value()).isEqualTo(400);
        assertThat(create("again-" + tag.substring(0, 20), tag).getStatus().value())
                .isEqualTo(201);
        assertThat(change("\"2\"", false).getStatus().value())
                .as("its name is another tag's now")
                .isEqualTo(409);
        assertThat(change("\"1\"", true).getStatus().value()).isEqualTo(412);
    }

    @Test
    void codesAndNamesAreThereOnce() {
        assertThat(create(tag, "another name " + tag.substring(0, 9))
                        .getStatus()
                        .value())
                .isEqualTo(409);
        assertThat(create("x" + tag.substring(0, 30), tag.toUpperCase(java.util.Locale.ROOT))
                        .getStatus()
                        .value())
                .isEqualTo(409);
    }

    @ParameterizedTest
    @CsvSource({"UPPER, name, #2e7d32", "-x, name, #2e7d32", "ok, '', #2e7d32", "ok, name, green", "ok, name, #2E7D32"})
    void badTagsAreRefused(String code, String name, String colour) {
        assertThat(post(
                                api.as(MANAGER),
                                "/customer/v1/tags",
                                Map.of("code", code, "tag", Map.of("name", name, "colour", colour)))
                        .getStatus()
                        .value())
                .isEqualTo(400);
    }

    @Test
    void aTagNobodyMadeIsNotFound() {
        assertThat(post(api.as(AGENT), "/customer/v1/tags/none-such:apply", Map.of("numbers", List.of(register())))
                        .getStatus()
                        .value())
                .isEqualTo(404);
    }

    private EntityExchangeResult<byte[]> create(String code, String name) {
        String shortened = name.length() > 60 ? name.substring(0, 60) : name;
        return post(
                api.as(MANAGER),
                "/customer/v1/tags",
                Map.of("code", code, "tag", Map.of("name", shortened, "colour", "#2e7d32")));
    }

    private EntityExchangeResult<byte[]> change(String ifMatch, boolean retired) {
        return api.as(MANAGER)
                .put()
                .uri("/customer/v1/tags/" + tag)
                .header("If-Match", ifMatch)
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("tag", Map.of("name", tag, "colour", "#112233"), "retired", retired))
                .exchange()
                .returnResult(byte[].class);
    }

    private EntityExchangeResult<byte[]> send(String verb, String... numbers) {
        return post(
                api.as("tagger", ADMIN), "/customer/v1/tags/" + tag + ":" + verb, Map.of("numbers", List.of(numbers)));
    }

    private List<String> carried(String number) {
        return body(api.as(ADMIN)
                        .get()
                        .uri("/customer/v1/customers/" + number + "/tags")
                        .exchange()
                        .returnResult(byte[].class))
                .path("items")
                .valueStream()
                .map(item -> item.path("code").asString())
                .toList();
    }

    private List<String> listed() {
        return body(api.as(ADMIN)
                        .get()
                        .uri("/customer/v1/customers?tag=" + tag)
                        .exchange()
                        .returnResult(byte[].class))
                .path("items")
                .valueStream()
                .map(item -> item.path("number").asString())
                .toList();
    }

    private String register() {
        return body(post(api.as(AGENT), "/customer/v1/customers", Map.of("fullName", "标签" + UUID.randomUUID())))
                .path("number")
                .asString();
    }
}
