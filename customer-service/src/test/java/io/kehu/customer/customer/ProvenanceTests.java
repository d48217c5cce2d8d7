package io.kehu.customer.customer;

import static io.kehu.customer.customer.RecordApi.errors;
import static io.kehu.customer.customer.RecordApi.json;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.PRIVACY_OFFICER;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.test.Api;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Where each value comes from, and that a file never takes back what somebody made sure of. */
@CustomerServiceTest
class ProvenanceTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Customers customers;

    @Autowired
    private ChangeCustomer change;

    @Autowired
    private Transactions transactions;

    private RecordApi records;

    @BeforeEach
    void identityAnswers() {
        IdentityStub.stub();
        records = new RecordApi(api);
    }

    @Test
    void whatCameWithTheRegistrationNeedsNoBookkeepingOfItsOwn() {
        String number = records.register(Map.of("fullName", RecordApi.name(), "birthDate", "1988-05-12"));

        JsonNode provenance = records.get(AGENT, number).path("provenance");
        assertThat(provenance.propertyNames()).containsExactlyInAnyOrder("fullName", "birthDate", "language", "stage");
        assertThat(provenance.path("fullName").path("source").stringValue()).isEqualTo("CONSOLE");
        assertThat(provenance.path("fullName").path("at"))
                .isEqualTo(records.get(AGENT, number).path("createdAt"));
        assertThat(jdbc.sql("SELECT provenance::text || created_by FROM customer WHERE number = :number")
                        .param("number", number)
                        .query(String.class)
                        .single())
                .isEqualTo("{}agent");
    }

    @Test
    void aChangedValueHasTheSourceOfItsChangeAndAVerifiedOneItsTime() {
        String number = records.register(
                Map.of("fullName", RecordApi.name(), "birthDate", "1988-05-12", "verified", List.of("birthDate")));
        assertThat(records.get(AGENT, number)
                        .path("provenance")
                        .path("birthDate")
                        .has("verifiedAt"))
                .isTrue();

        records.patch(api.as(INTEGRATOR), number, 1, Map.of("fullName", RecordApi.name(), "stage", "LEAD"))
                .expectStatus()
                .isOk();
        JsonNode verified = records.patched(number, 2, Map.of("verified", List.of("fullName")));

        assertThat(verified.path("version").asLong()).isEqualTo(3);
        JsonNode provenance = verified.path("provenance");
        assertThat(provenance.path("fullName").path("source").stringValue()).isEqualTo("API");
        assertThat(provenance.path("fullName").has("verifiedAt")).isTrue();
        assertThat(provenance.path("stage").path("source").stringValue()).isEqualTo("API");
        assertThat(provenance.path("stage").has("verifiedAt")).isFalse();
        JsonNode changed = records.patched(number, 3, Map.of("birthDate", "1988-05-13"));
        assertThat(changed.path("provenance").path("birthDate").has("verifiedAt"))
                .as("another value is not verified by the check of the old one")
                .isFalse();
    }

    @Test
    void onlyValuesThatAreThereCanBeVerifiedAndNobodyVouchesForTheirOwn() {
        String number = records.register(Map.of("fullName", RecordApi.name()));

        assertThat(errors(records.patch(api.as(AGENT), number, 1, Map.of("verified", List.of("nationalId")))
                        .expectStatus()
                        .isEqualTo(422)))
                .containsExactly("/verified:verified-empty");
        assertThat(errors(records.patch(api.asMember(number), number, 1, Map.of("verified", List.of("fullName")))
                        .expectStatus()
                        .isEqualTo(422)))
                .containsExactly("/verified:verified-by-others");
        records.patch(api.as(AGENT), number, 1, Map.of("verified", List.of("shoeSize")))
                .expectStatus()
                .isBadRequest();
        assertThat(json(records.patch(api.asMember(number), number, 1, Map.of("birthDate", "1990-01-01"))
                                .expectStatus()
                                .isOk())
                        .path("provenance")
                        .path("birthDate")
                        .path("source")
                        .stringValue())
                .isEqualTo("SELF");
    }

    @Test
    void aFileNeitherBlanksNorReplacesWhatWasVerified() {
        String id = SampleIds.nationalId();
        String name = RecordApi.name();
        CustomerNumber number = new CustomerNumber(records.register(Map.of(
                "fullName",
                name,
                "birthDate",
                "1988-05-12",
                "particulars",
                Map.of("nationalId", id, "sex", "MALE"),
                "contactPoints",
                List.of(
                        Map.of("kind", "PHONE", "value", "13744447001", "verifiedAt", "2026-01-02T03:04:05Z"),
                        Map.of("kind", "PHONE", "value", "13744447002")),
                "verified",
                List.of("fullName", "nationalId", "birthDate"))));
        CustomerDraft poorer = new CustomerDraft(
                CustomerDraft.Kind.PERSON,
                new PersonName("别人"),
                null,
                Particulars.NONE,
                Locale.SIMPLIFIED_CHINESE,
                CustomerDraft.Stage.PROSPECT,
                List.of());

        List<String> fields = transactions.call(() -> change.write(
                customers.lock(number).orElseThrow(), poorer, List.of(), Origin.of(Source.IMPORT, "importer")));

        assertThat(fields).containsExactly("sex", "contactPoints");
        JsonNode kept = records.get(PRIVACY_OFFICER, number.value());
        assertThat(kept.path("fullName").stringValue()).isEqualTo(name);
        assertThat(kept.path("birthDate").stringValue()).isEqualTo("1988-05-12");
        assertThat(kept.path("particulars").path("nationalId").stringValue()).isEqualTo(id);
        assertThat(kept.path("contactPoints")
                        .valueStream()
                        .map(point -> point.path("phone").stringValue()))
                .containsExactly("+8613744447001");
        assertThat(kept.path("provenance").path("fullName").has("verifiedAt")).isTrue();
    }
}
