package io.kehu.customer.customer;

import static io.kehu.customer.customer.RecordApi.CUSTOMERS;
import static io.kehu.customer.customer.RecordApi.json;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.PRIVACY_OFFICER;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.key.PersonalData;
import io.kehu.starter.test.Api;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** What became of a record, for those who may know. */
@CustomerServiceTest
class HistoryTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private PersonalData personalData;

    @Autowired
    private Transactions transactions;

    private static final AtomicInteger PHONES = new AtomicInteger(7_000);

    private RecordApi records;
    private String oldPhone;
    private String newPhone;

    @BeforeEach
    void identityAnswers() {
        IdentityStub.stub();
        records = new RecordApi(api);
    }

    @Test
    void changesAreListedNewestFirstWithOldAndNewValuesMaskedByRole() {
        String number = changed();

        JsonNode items = history(api.as(PRIVACY_OFFICER), number, "").path("items");
        assertThat(items.valueStream().map(item -> item.path("version").asInt()))
                .containsExactly(3, 2, 1);
        JsonNode second = items.path(1);
        assertThat(second.path("fields").valueStream().map(JsonNode::stringValue))
                .containsExactly("fullName", "birthDate", "nationality");
        assertThat(second.path("actor").stringValue()).isEqualTo("agent");
        assertThat(second.path("source").stringValue()).isEqualTo("CONSOLE");
        assertThat(second.path("before").path("fullName").stringValue()).isEqualTo("旧金丝雀");
        assertThat(second.path("before").path("birthDate").stringValue()).isEqualTo("1988-05-12");
        assertThat(second.path("before").has("particulars")).isFalse();
        assertThat(second.path("after").path("fullName").stringValue()).isEqualTo("新金丝雀");
        assertThat(second.path("after").path("birthDateLunar").asBoolean()).isTrue();
        assertThat(second.path("after").path("particulars").path("nationality").stringValue())
                .isEqualTo("FR");
        JsonNode third = items.path(0);
        assertThat(third.path("before")
                        .path("contactPoints")
                        .path(0)
                        .path("phone")
                        .stringValue())
                .isEqualTo("+86" + oldPhone);
        assertThat(third.path("after")
                        .path("contactPoints")
                        .path(0)
                        .path("phone")
                        .stringValue())
                .isEqualTo("+86" + newPhone);
        assertThat(items.path(2).path("fields")).isEmpty();
        assertThat(items.path(2).path("actor").stringValue()).isEqualTo("agent");

        JsonNode masked = history(api.as(AUDITOR), number, "").path("items");
        assertThat(masked.path(1).path("before").path("fullName").stringValue()).isEqualTo("旧*");
        assertThat(masked.path(1).path("before").path("birthDate").stringValue())
                .isEqualTo("1988-**-**");
        assertThat(masked.path(0)
                        .path("after")
                        .path("contactPoints")
                        .path(0)
                        .path("phone")
                        .stringValue())
                .isEqualTo("139****" + newPhone.substring(7));
        assertThat(jdbc.sql("SELECT count(*) FROM audit_entry WHERE object = :number AND action = 'customer.history'")
                        .param("number", number)
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void pagesGoOnWhereTheyEnded() {
        String number = changed();

        JsonNode first = history(api.as(AGENT), number, "?limit=2");
        JsonNode second = history(
                api.as(AGENT),
                number,
                "?limit=2&cursor=" + first.path("nextCursor").stringValue());

        assertThat(first.path("items")
                        .valueStream()
                        .map(item -> item.path("version").asInt()))
                .containsExactly(3, 2);
        assertThat(second.path("items")
                        .valueStream()
                        .map(item -> item.path("version").asInt()))
                .containsExactly(1);
        assertThat(second.has("nextCursor")).isFalse();
    }

    @Test
    void customersSeeTheirOwnHistoryInFullButNotTheNamesOfStaff() {
        String number = changed();
        records.patch(api.asMember(number), number, 3, Map.of("stage", "LOYAL"))
                .expectStatus()
                .isOk();

        JsonNode items = history(api.asMember(number), number, "").path("items");

        assertThat(items.path(0).path("actor").stringValue()).isEqualTo("member-" + number);
        assertThat(items.path(1).has("actor")).isFalse();
        assertThat(items.path(2).path("before").path("fullName").stringValue()).isEqualTo("旧金丝雀");
        api.asMember("C99999999999")
                .get()
                .uri(CUSTOMERS + "/" + number + "/history")
                .exchange()
                .expectStatus()
                .isNotFound();
        api.as(AGENT)
                .get()
                .uri(CUSTOMERS + "/C99999999999/history")
                .exchange()
                .expectStatus()
                .isNotFound();
        api.as(INTEGRATOR)
                .get()
                .uri(CUSTOMERS + "/" + number + "/history")
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @Test
    void whenTheKeyIsGoneOnlyNamesOfFieldsAreLeft() {
        String number = changed();

        transactions.run(() -> personalData.destroy(number));

        JsonNode item =
                history(api.as(PRIVACY_OFFICER), number, "").path("items").path(1);
        assertThat(item.path("fields")).hasSize(3);
        assertThat(item.has("before")).isFalse();
        assertThat(item.has("after")).isFalse();
        assertThat(jdbc.sql("SELECT string_agg(c::text, ' ') FROM customer_change c")
                        .query(String.class)
                        .single())
                .doesNotContain("金丝雀");
    }

    private String changed() {
        oldPhone = "1395555%04d".formatted(PHONES.incrementAndGet());
        newPhone = "1395555%04d".formatted(PHONES.incrementAndGet());
        String number = records.register(Map.of(
                "fullName",
                "旧金丝雀",
                "birthDate",
                "1988-05-12",
                "contactPoints",
                List.of(Map.of("kind", "PHONE", "value", oldPhone))));
        records.patched(
                number,
                1,
                Map.of(
                        "fullName",
                        "新金丝雀",
                        "birthDate",
                        "1988-02-30",
                        "birthDateLunar",
                        true,
                        "particulars",
                        Map.of("nationality", "FR")));
        records.patched(
                number,
                2,
                Map.of("contactPoints", List.of(Map.of("kind", "PHONE", "value", newPhone, "label", "work"))));
        return number;
    }

    private static JsonNode history(RestTestClient client, String number, String query) {
        return json(client.get()
                .uri(CUSTOMERS + "/" + number + "/history" + query)
                .exchange()
                .expectStatus()
                .isOk());
    }
}
