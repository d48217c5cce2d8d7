package io.kehu.customer;

import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.contract.StubContract;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What notification-service takes for granted of this service. */
@CustomerServiceTest
class NotificationStubContractTests {

    private static final String BATCH_GET =
            "notification-service/src/test/resources/wiremock/customer/mappings/batch-get.json";

    @Autowired
    private Api api;

    private record Registered(String number) {}

    @BeforeEach
    void identityAnswers() {
        IdentityStub.stub();
    }

    @Test
    void recipientsAreToldAsNotificationServiceReadsThem() {
        String zhang = register(Map.of(
                "fullName",
                "张三",
                "language",
                "zh-CN",
                "contactPoints",
                List.of(
                        Map.of("kind", "PHONE", "value", "13800138777"),
                        Map.of("kind", "EMAIL", "value", "zhang@mail.example")),
                "consents",
                List.of(
                        Map.of("channel", "EMAIL", "purpose", "MARKETING", "state", "GRANTED"),
                        Map.of("channel", "SMS", "purpose", "MARKETING", "state", "WITHDRAWN"))));
        String ann = register(Map.of("fullName", "Ann Bird", "language", "en"));

        JsonNode answer = StubContract.read(BATCH_GET)
                .with("C00000000135", zhang)
                .with("C00000000143", ann)
                .with("C00000000222", "C99999999222")
                .verifyAnswered(api.as(SERVICE));

        Map<String, JsonNode> items = new HashMap<>();
        answer.path("items").forEach(item -> items.put(item.path("number").stringValue(), item));
        assertThat(items).containsOnlyKeys(zhang, ann);
        assertThat(items.get(zhang).path("status").stringValue()).isEqualTo("ACTIVE");
        assertThat(items.get(zhang).path("email").stringValue()).isEqualTo("zhang@mail.example");
        assertThat(items.get(zhang).path("phone").stringValue()).isEqualTo("+8613800138777");
        assertThat(items.get(zhang)
                        .path("consents")
                        .valueStream()
                        .map(consent -> consent.path("channel").stringValue()
                                + " " + consent.path("purpose").stringValue()
                                + " " + consent.path("state").stringValue()))
                .containsExactly("EMAIL MARKETING GRANTED", "SMS MARKETING WITHDRAWN");
        assertThat(items.get(ann).path("language").stringValue()).isEqualTo("en");
        assertThat(items.get(ann).has("email")).isFalse();
        assertThat(answer.path("missing").valueStream().map(JsonNode::stringValue))
                .containsExactly("C99999999222");
    }

    private String register(Map<String, Object> customer) {
        return api.as(AGENT)
                .post()
                .uri("/customer/v1/customers")
                .body(customer)
                .exchange()
                .expectStatus()
                .isCreated()
                .returnResult(Registered.class)
                .getResponseBody()
                .number();
    }
}
