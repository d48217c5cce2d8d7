package io.kehu.customer.merge;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.stubFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kehu.customer.Calls.body;
import static io.kehu.customer.Calls.text;
import static io.kehu.customer.customer.RecordApi.name;
import static io.kehu.customer.merge.MergeApi.phone;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.catalogue.CatalogueApi;
import io.kehu.customer.customer.SampleIds;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.Api;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a merge would do, what has to be decided before it, and what cannot be merged. */
@CustomerServiceTest
class MergePreviewTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    private MergeApi merges;

    @BeforeEach
    void peersAnswer() {
        IdentityStub.stub();
        merges = new MergeApi(api, jdbc);
    }

    @Test
    void consentOnlyShrinks() {
        String survivor = merges.register(Map.of(
                "fullName",
                name(),
                "consents",
                List.of(
                        Map.of("channel", "SMS", "purpose", "MARKETING", "state", "GRANTED"),
                        Map.of("channel", "EMAIL", "purpose", "MARKETING", "state", "GRANTED"))));
        String loser = merges.register(Map.of(
                "fullName",
                name(),
                "consents",
                List.of(
                        Map.of("channel", "SMS", "purpose", "MARKETING", "state", "WITHDRAWN"),
                        Map.of("channel", "SMS", "purpose", "CARE", "state", "GRANTED"))));

        JsonNode preview = merges.previewed(survivor, loser);
        merges.merged(survivor, loser);

        assertThat(preview.path("consentsLost").asInt()).isEqualTo(2);
        assertThat(merges.consents(survivor)).containsExactly("EMAIL MARKETING GRANTED", "SMS MARKETING WITHDRAWN");
    }

    @Test
    void aPreviewShowsEverythingAndChangesNothing() {
        String loser = merges.person(name(), phone());
        String survivor = merges.person(name(), phone());
        merges.buy(loser);
        List<String> rows = merges.rows(survivor, loser);

        JsonNode preview = merges.previewed(survivor, loser);

        assertThat(preview.path("possible").asBoolean()).isTrue();
        assertThat(preview.path("record").path("number").stringValue()).isEqualTo(survivor);
        assertThat(preview.path("versions").path(loser).asLong()).isEqualTo(1);
        assertThat(preview.path("from").path("fullName").stringValue()).isEqualTo(survivor);
        assertThat(preview.path("contested").path("fullName").toString()).contains(survivor, loser);
        assertThat(preview.path("services").findValuesAsString("step"))
                .containsExactly("CUSTOMER", "IDENTITY", "LOYALTY", "FEEDBACK", "NOTIFICATION");
        assertThat(preview.path("services").path(0).path("items").toString())
                .contains("{\"kind\":\"PURCHASES\",\"count\":1}");
        assertThat(merges.rows(survivor, loser)).isEqualTo(rows);
        assertThat(jdbc.sql("SELECT count(*) FROM customer_merge WHERE survivor = :number")
                        .param("number", survivor)
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void aPreviewShowsCustomFieldsAsTheCallerMaySeeThem() {
        CatalogueApi catalogue = new CatalogueApi(api);
        String shown = catalogue.define("TEXT", "INTERNAL", Map.of());
        String filled = catalogue.define("TEXT", "INTERNAL", Map.of());
        String hidden = catalogue.define("TEXT", "INTERNAL", Map.of("visibleTo", List.of("ADMIN")));
        String survivor = merges.register(Map.of("fullName", name(), "custom", Map.of(shown, "tea")));
        String loser = merges.register(
                Map.of("fullName", name(), "custom", Map.of(shown, "coffee", filled, "north", hidden, "secret")));

        JsonNode custom = merges.previewed(survivor, loser).path("record").path("custom");

        assertThat(custom.toString()).isEqualTo(expected(shown, "tea", filled, "north"));
    }

    private static String expected(String one, String value, String other, String otherValue) {
        return JsonMapper.shared().writeValueAsString(new TreeMap<>(Map.of(one, value, other, otherValue)));
    }

    @Test
    void aPreviewCountsWhatLosersTookOverThemselves() {
        String first = merges.person(name(), phone());
        String second = merges.person(name(), phone());
        String third = merges.person(name(), phone());
        merges.buy(first);
        merges.buy(second);
        merges.merged(second, first);

        assertThat(merges.previewed(third, second)
                        .path("services")
                        .path(0)
                        .path("items")
                        .toString())
                .contains("{\"kind\":\"PURCHASES\",\"count\":2}");
    }

    @Test
    void aPreviewSaysWhichServiceCouldNotBeAsked() {
        String survivor = merges.person(name(), phone());
        String loser = merges.person(name(), phone());
        stubFor(post(urlPathEqualTo("/feedback/v1/merges:preview"))
                .atPriority(1)
                .willReturn(aResponse().withStatus(503)));

        JsonNode preview = merges.previewed(survivor, loser);

        assertThat(preview.path("possible").asBoolean()).isFalse();
        assertThat(preview.path("services").path(3).path("step").stringValue()).isEqualTo("FEEDBACK");
        assertThat(preview.path("services").path(3).path("available").asBoolean())
                .isFalse();
        assertThat(preview.path("services").path(2).path("available").asBoolean())
                .isTrue();
    }

    @Test
    void somebodyMayChooseWhoseValueStays() {
        String chosen = name();
        String loser = merges.person(chosen, phone());
        String survivor = merges.person(name(), phone());

        EntityExchangeResult<byte[]> answer = merges.merge(Map.of(
                "survivor",
                survivor,
                "losers",
                List.of(loser),
                "choices",
                Map.of("fullName", loser),
                "versions",
                Map.of(survivor, 1, loser, 1),
                "reason",
                "married"));

        merges.awaitState(body(answer).path("id").stringValue(), "MERGED");
        assertThat(merges.seenByThemselves(survivor).get("fullName").stringValue())
                .isEqualTo(chosen);
    }

    @Test
    void differentOfficialNumbersNeedSomebodyToDecide() {
        String survivor = merges.register(
                Map.of("fullName", name(), "particulars", Map.of("nationalId", SampleIds.nationalId())));
        String loser = merges.register(
                Map.of("fullName", name(), "particulars", Map.of("nationalId", SampleIds.nationalId())));

        EntityExchangeResult<byte[]> refused = merges.merge(survivor, loser);
        EntityExchangeResult<byte[]> decided = merges.merge(Map.of(
                "survivor",
                survivor,
                "losers",
                List.of(loser),
                "choices",
                Map.of("nationalId", survivor),
                "reason",
                "misread card"));

        assertThat(MergeApi.slug(refused)).isEqualTo("merge-needs-choice");
        assertThat(body(refused).path("fields").toString()).isEqualTo("[\"nationalId\"]");
        assertThat(decided.getStatus().value()).as(text(decided)).isEqualTo(202);
    }

    @Test
    void whatCannotBeIsRefusedAndLeavesNothing() {
        String survivor = merges.person(name(), phone());
        String loser = merges.person(name(), phone());
        String firm = merges.register(Map.of("kind", "ORGANISATION", "fullName", name()));

        assertThat(MergeApi.slug(merges.merge(survivor, firm))).isEqualTo("merge-impossible");
        assertThat(merges.merge(survivor, survivor).getStatus().value()).isEqualTo(400);
        assertThat(merges.merge(survivor).getStatus().value()).isEqualTo(400);
        String[] many =
                IntStream.range(0, 21).mapToObj(i -> "C090000000" + (10 + i)).toArray(String[]::new);
        assertThat(merges.merge(survivor, many).getStatus().value()).isEqualTo(400);
        assertThat(MergeApi.slug(merges.merge(survivor, "C09999999998"))).isEqualTo("customer-not-found");
        assertThat(MergeApi.slug(merges.merge(Map.of(
                        "survivor", survivor, "losers", List.of(loser), "versions", Map.of(loser, 7), "reason", "x"))))
                .isEqualTo("merge-stale");
        assertThat(merges.merge(Map.of(
                                "survivor",
                                survivor,
                                "losers",
                                List.of(loser),
                                "choices",
                                Map.of("shoeSize", loser),
                                "reason",
                                "x"))
                        .getStatus()
                        .value())
                .isEqualTo(400);
        jdbc.sql("INSERT INTO never_match (number_a, number_b, reason, decided_by) VALUES (:a, :b, 'twins', 'test')")
                .param("a", survivor.compareTo(loser) < 0 ? survivor : loser)
                .param("b", survivor.compareTo(loser) < 0 ? loser : survivor)
                .update();
        assertThat(MergeApi.slug(merges.merge(survivor, loser))).isEqualTo("merge-never");
        assertThat(merges.seenByThemselves(loser).get("number").stringValue()).isEqualTo(loser);
    }
}
