package io.kehu.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a customer says in one service is what another one does: advertising goes to who said yes, and to nobody who said no. */
class ConsentSuiteTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CUSTOMERS = "/customer/v1/customers";
    private static final String TEMPLATES = "/notification/v1/templates";

    private final Caller caller = new Caller(RunningSuite.get().settings());
    private final String template = "sale-" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void anAdvertisement() {
        caller.post("manager", TEMPLATES, Map.of("key", template, "purpose", "MARKETING", "channel", "EMAIL"));
        caller.post(
                "manager",
                TEMPLATES + "/" + template + "/versions",
                Map.of(
                        "locale", "zh-CN",
                        "subject", "促销",
                        "body", "{{customer.name}}，本周促销。",
                        "parameters", Map.of()));
        caller.post("manager", TEMPLATES + "/" + template + "/versions/zh-CN/1:approve", Map.of());
    }

    @Test
    void aWithdrawalStopsTheNextMessage() {
        String number = register("GRANTED");
        assertThat(consent(advertise(number))).isEqualTo("ALLOWED");

        caller.post(
                "agent",
                CUSTOMERS + "/" + number + "/consents",
                Map.of("words", List.of(Map.of("channel", "EMAIL", "purpose", "MARKETING", "state", "WITHDRAWN"))));

        assertThat(consent(advertise(number))).isEqualTo("REFUSED WITHDRAWN");
    }

    @Test
    void aNoUnderANumberThatIsGivenUpStopsMessagesToTheOneThatStays() {
        String survivor = register("GRANTED");
        String loser = register("WITHDRAWN");
        String id = caller.post(
                        "manager",
                        "/customer/v1/merges",
                        Map.of("survivor", survivor, "losers", List.of(loser), "reason", "same mobile number"))
                .body()
                .path("id")
                .asString();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> caller.get("manager", "/customer/v1/merges/" + id)
                        .body()
                        .path("state")
                        .asString()
                        .equals("MERGED"));

        assertThat(consent(advertise(survivor))).isEqualTo("REFUSED WITHDRAWN");
        assertThat(consent(advertise(loser))).isEqualTo("REFUSED WITHDRAWN");
    }

    private String register(String said) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return caller.post(
                        "agent",
                        CUSTOMERS,
                        Map.of(
                                "fullName",
                                "愿" + (char) random.nextInt('一', '一' + 20_000),
                                "contactPoints",
                                List.of(Map.of("kind", "EMAIL", "value", UUID.randomUUID() + "@example.cn")),
                                "consents",
                                List.of(Map.of("channel", "EMAIL", "purpose", "MARKETING", "state", said))))
                .body()
                .path("number")
                .asString();
    }

    private String advertise(String number) {
        return caller.post(
                        "integrator",
                        "/notification/v1/messages",
                        Map.of(
                                "dedupeKey",
                                "ad:" + UUID.randomUUID(),
                                "number",
                                number,
                                "template",
                                template,
                                "parameters",
                                Map.of()))
                .body()
                .path("id")
                .asString();
    }

    /** What the gate said, once it was asked. */
    private String consent(String message) {
        return Awaitility.await().atMost(PATIENCE).until(() -> verdict(message), verdict -> !verdict.isEmpty());
    }

    private String verdict(String message) {
        for (JsonNode step : caller.get("manager", "/notification/v1/messages/" + message + "/explanation")
                .body()
                .path("steps")) {
            JsonNode decision = step.path("decision");
            if (decision.path("gate").asString("").equals("CONSENT")) {
                return (decision.path("verdict").asString() + " "
                                + decision.path("reason").asString(""))
                        .strip();
            }
        }
        return "";
    }
}
