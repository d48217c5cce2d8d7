package io.kehu.customer.merge;

import static io.kehu.customer.customer.RecordApi.name;
import static io.kehu.customer.merge.MergeApi.phone;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.catalogue.CatalogueApi;
import io.kehu.customer.customer.SampleIds;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.TestBroker;
import io.kehu.starter.test.contract.EventContract;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** One customer becomes several records again. */
@CustomerServiceTest
class MergeUndoTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestBroker broker;

    private MergeApi merges;

    @BeforeEach
    void peersAnswer() {
        IdentityStub.stub();
        merges = new MergeApi(api, jdbc);
    }

    @Test
    void takenBackAllIsAsItWas() {
        String survivor = merges.register(Map.of(
                "fullName",
                name(),
                "contactPoints",
                List.of(Map.of("kind", "PHONE", "value", phone())),
                "consents",
                List.of(Map.of("channel", "SMS", "purpose", "MARKETING", "state", "GRANTED"))));
        String loser = merges.register(Map.of(
                "fullName",
                name(),
                "birthDate",
                "1988-05-12",
                "particulars",
                Map.of("nationalId", SampleIds.nationalId()),
                "contactPoints",
                List.of(
                        Map.of("kind", "PHONE", "value", phone()),
                        Map.of("kind", "EMAIL", "value", "a" + phone() + "@mail.example")),
                "consents",
                List.of(
                        Map.of("channel", "SMS", "purpose", "MARKETING", "state", "WITHDRAWN"),
                        Map.of("channel", "EMAIL", "purpose", "CARE", "state", "GRANTED"))));
        merges.tag(loser, "undo" + loser.toLowerCase(Locale.ROOT));
        merges.buy(loser);
        merges.note(survivor, "prefers mail");
        List<String> rows = merges.rows(survivor, loser);
        List<Map<String, JsonNode>> seen = List.of(merges.seenByThemselves(survivor), merges.seenByThemselves(loser));
        String ear = broker.listen("customer.profile.unmerged.v1");

        String id = merges.merged(survivor, loser);
        assertThat(merges.rows(survivor, loser)).isNotEqualTo(rows);
        JsonNode undone = merges.undone(id);

        assertThat(merges.rows(survivor, loser)).isEqualTo(rows);
        assertThat(List.of(merges.seenByThemselves(survivor), merges.seenByThemselves(loser)))
                .isEqualTo(seen);
        assertThat(undone.path("kept")).isEmpty();
        assertThat(undone.path("steps").findValuesAsString("state")).containsOnly("UNDONE");
        assertThat(IdentityStub.mergedInto(loser)).isNull();
        await().untilAsserted(() -> {
            List<JsonNode> told = broker.heard(ear, survivor);
            assertThat(told).hasSize(1);
            EventContract.verifyProduced(
                    "customer.profile.unmerged.v1", told.getFirst().path("data").toString());
        });
    }

    @Test
    void customFieldsOfBothComeBackAsTheyWere() {
        CatalogueApi catalogue = new CatalogueApi(api);
        String words = catalogue.define("TEXT", "PERSONAL", Map.of());
        String size = catalogue.define("NUMBER", "INTERNAL", Map.of("searchable", true));
        String survivor = merges.register(Map.of("fullName", name(), "custom", Map.of(words, "likes blue")));
        String loser = merges.register(Map.of("fullName", name(), "custom", Map.of(words, "likes red", size, 42)));
        List<String> rows = merges.rows(survivor, loser);
        List<String> ranges = ranges(survivor, loser);
        List<Map<String, JsonNode>> seen = List.of(merges.seenByThemselves(survivor), merges.seenByThemselves(loser));
        assertThat(ranges).isNotEmpty();

        String id = merges.merged(survivor, loser);
        assertThat(ranges(survivor)).as("what the loser brought").isNotEmpty();
        merges.undone(id);

        assertThat(merges.rows(survivor, loser)).isEqualTo(rows);
        assertThat(ranges(survivor, loser)).isEqualTo(ranges);
        assertThat(List.of(merges.seenByThemselves(survivor), merges.seenByThemselves(loser)))
                .isEqualTo(seen);
    }

    private List<String> ranges(String... numbers) {
        return jdbc.sql("SELECT r::text FROM customer_custom_range r WHERE number = ANY (:numbers) ORDER BY 1")
                .param("numbers", numbers)
                .query(String.class)
                .list();
    }

    @Test
    void whatCameBetweenGoesToTheRecordItBelongsTo() {
        String survivor = merges.person(name(), phone());
        String loser = merges.register(Map.of(
                "fullName",
                name(),
                "birthDate",
                "1991-07-08",
                "consents",
                List.of(Map.of("channel", "EMAIL", "purpose", "MARKETING", "state", "GRANTED"))));
        String id = merges.merged(survivor, loser);
        String underSurvivor = merges.buy(survivor);
        String underLoser = merges.buy(loser);
        merges.note(loser, "said on the merged record");
        merges.patch(survivor, Map.of("birthDate", "1991-07-09"));
        jdbc.sql("""
                        INSERT INTO consent (number, channel, purpose, state, source)
                        VALUES (:number, 'EMAIL', 'MARKETING', 'WITHDRAWN', 'API')
                        """).param("number", survivor).update();

        JsonNode undone = merges.undone(id);

        assertThat(merges.orders(survivor)).containsExactly(underSurvivor);
        assertThat(merges.orders(loser)).containsExactly(underLoser);
        assertThat(merges.notes(survivor)).containsExactly("said on the merged record");
        assertThat(undone.path("kept").valueStream().map(JsonNode::stringValue)).containsExactly("birthDate");
        assertThat(merges.seenByThemselves(survivor).get("birthDate").stringValue())
                .isEqualTo("1991-07-09");
        assertThat(merges.seenByThemselves(loser).get("birthDate").stringValue())
                .isEqualTo("1991-07-08");
        assertThat(merges.consents(loser)).as("a no counts for both").containsExactly("EMAIL MARKETING WITHDRAWN");
    }

    @Test
    void whatIsBoughtWithAnOldCardGoesBackWithTheCard() {
        String card = "card-" + UUID.randomUUID();
        String survivor = merges.person(name(), phone());
        String loser = merges.register(
                Map.of("fullName", name(), "references", List.of(Map.of("system", "pos", "externalId", card))));
        String id = merges.merged(survivor, loser);

        String order = merges.buy(Map.of("system", "pos", "externalId", card));

        assertThat(merges.orders(survivor)).containsExactly(order);
        merges.undone(id);
        assertThat(merges.orders(survivor)).isEmpty();
        assertThat(merges.orders(loser)).containsExactly(order);
    }

    @Test
    void whoTookAnOldNameAndPhoneMeanwhileDoesNotStandInTheWay() {
        String phone = phone();
        String called = name();
        String survivor = merges.person(called, phone);
        String loser = merges.person(name(), phone());
        String id = merges.merged(survivor, loser);
        assertThat(merges.seenByThemselves(survivor).get("fullName").stringValue())
                .as("the fresher name")
                .isNotEqualTo(called);
        String other = merges.person(called, phone);

        JsonNode undone = merges.undone(id);

        assertThat(merges.seenByThemselves(survivor).get("fullName").stringValue())
                .isEqualTo(called);
        assertThat(undone.path("steps").path(0).path("kept").toString())
                .isEqualTo("[{\"kind\":\"KEYS\",\"count\":1,\"reason\":\"TAKEN_SINCE\"}]");
        assertThat(merges.records().found(phone)).containsExactlyInAnyOrder(survivor, other);
    }

    @Test
    void ofMergesOfOneCustomerTheLastIsTakenBackFirst() {
        String first = merges.person(name(), phone());
        String second = merges.person(name(), phone());
        String third = merges.person(name(), phone());
        String into = merges.merged(second, first);
        String onto = merges.merged(third, second);

        assertThat(merges.records().get(MANAGER, first).path("number").stringValue())
                .isEqualTo(third);
        assertThat(MergeApi.slug(merges.undo(into))).isEqualTo("merge-later-first");
        merges.undone(onto);
        assertThat(merges.records().get(MANAGER, first).path("number").stringValue())
                .isEqualTo(second);
        merges.undone(into);

        assertThat(merges.records().get(MANAGER, first).path("number").stringValue())
                .isEqualTo(first);
        assertThat(MergeApi.slug(merges.undo(into))).isEqualTo("merge-state");
    }

    @Test
    void aMergeCannotBeTakenBackForEver() {
        String survivor = merges.person(name(), phone());
        String id = merges.merged(survivor, merges.person(name(), phone()));
        jdbc.sql("UPDATE customer_merge SET image = NULL WHERE id = :id")
                .param("id", UUID.fromString(id))
                .update();

        assertThat(MergeApi.slug(merges.undo(id))).isEqualTo("merge-undo-too-late");
    }
}
