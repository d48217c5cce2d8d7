package io.kehu.customer.search;

import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.Api;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;

/** The one box over encrypted data. */
@CustomerServiceTest
class SearchControllerTests {

    private static final Map<String, String> NUMBERS = new HashMap<>();

    @Autowired
    private Api api;

    private record Item(String number, String fullName) {}

    private record Result(String kind, List<Item> items, String nextCursor, List<String> mayBe) {}

    private record Registered(String number) {}

    @BeforeEach
    void people() {
        WireMock.reset();
        IdentityStub.stub();
        if (NUMBERS.isEmpty()) {
            register("诸葛孔明", "13911110001", "kongming@shu.cn");
            register("諸葛亮", "13911110002", null);
            register("单雄信", "13911110003", null);
            register("Mary-Jane O'Connor", "+442079460958", "mary@example.com");
            register("欧阳锋", "13911110005", null);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "诸葛, NAME, 诸葛孔明;諸葛亮",
        "孔明, NAME, 诸葛孔明",
        "葛孔, NAME, 诸葛孔明",
        "諸葛, NAME, 诸葛孔明;諸葛亮",
        "葛明, NAME, ''",
        "zhugeliang, SOUND, 諸葛亮",
        "zhugekong, SOUND, 诸葛孔明",
        "zhuge kongming, SOUND, 诸葛孔明",
        "kongming, SOUND, 诸葛孔明",
        "zhuge feng, SOUND, ''",
        "zgkm, SOUND, 诸葛孔明",
        "ZGL, SOUND, 諸葛亮",
        "shanxx, SOUND, ''",
        "sxx, SOUND, 单雄信",
        "shanxiong, SOUND, 单雄信",
        "mary, SOUND, Mary-Jane O'Connor",
        "conn, SOUND, Mary-Jane O'Connor",
        "mary conn, SOUND, Mary-Jane O'Connor",
        "139 1111 0001, PHONE, 诸葛孔明",
        "+86-13911110002, PHONE, 諸葛亮",
        "１３９１１１１０００３, PHONE, 单雄信",
        "+44 20 7946 0958, PHONE, Mary-Jane O'Connor",
        "0005, PHONE_TAIL, 欧阳锋",
        "KONGMING@shu.cn, EMAIL, 诸葛孔明",
        "nobody@shu.cn, EMAIL, ''",
        "12345, ORDER, ''",
        "SZ01-2026/0042, ORDER, ''",
        "#no such tag, TAG, ''",
        "!!!, NOTHING, ''"
    })
    void oneBoxFindsPeople(String question, String kind, String expected) {
        Result result = search(question, 50, null);

        assertThat(result.kind()).isEqualTo(kind);
        List<String> wanted = expected.isEmpty() ? List.of() : List.of(expected.split(";"));
        // Other tests make names up, which now and then sound like one of these.
        assertThat(result.items())
                .filteredOn(item -> NUMBERS.containsValue(item.number()))
                .extracting(Item::fullName)
                .containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void numbersAreFoundInEveryForm() {
        String number = NUMBERS.get("欧阳锋");
        String spaced = number.substring(0, 1) + "-" + number.substring(1, 10) + "-" + number.substring(10);

        for (String form : List.of(number, spaced, spaced.toLowerCase(java.util.Locale.ROOT))) {
            assertThat(search(form, 50, null).items()).extracting(Item::number).containsExactly(number);
        }
    }

    @Test
    void aMistypedNumberFindsNobodyAndSaysWhoMayBeMeant() {
        String number = NUMBERS.get("欧阳锋");

        Result result = search(number.replaceFirst("^C0", "C9"), 50, null);

        assertThat(result.items()).isEmpty();
        assertThat(result.mayBe()).containsExactly(number);
        assertThat(search(number, 50, null).mayBe()).isNull();
    }

    @Test
    void pagesGoOnWhereTheyEnded() {
        Result first = search("诸葛", 1, null);
        Result second = search("诸葛", 1, first.nextCursor());

        assertThat(first.items()).hasSize(1);
        assertThat(second.items()).hasSize(1);
        assertThat(second.nextCursor()).isNull();
        assertThat(first.items()).doesNotContainAnyElementsOf(second.items());
    }

    @Test
    void namesThatOnlyShareCharactersDoNotEndThePageEarly() {
        for (String last : List.of("春", "夏", "秋")) {
            register("萧峰乔萧" + last, "+442079460" + (100 + last.codePointAt(0) % 100), null);
        }
        String wanted = register("乔萧峰", "+442079460201", null);
        register("乔萧峰冬", "+442079460202", null);

        Result first = search("乔萧峰", 1, null);

        assertThat(first.items()).extracting(Item::number).containsExactly(wanted);
        assertThat(search("乔萧峰", 1, first.nextCursor()).items())
                .extracting(Item::fullName)
                .containsExactly("乔萧峰冬");
    }

    @Test
    void aChangedNameIsFoundByItsNewFormOnly() {
        String number = register("旧名字", "13911110009", null);
        api.as(AGENT)
                .patch()
                .uri("/customer/v1/customers/" + number)
                .header("If-Match", "\"1\"")
                .contentType(org.springframework.http.MediaType.parseMediaType("application/merge-patch+json"))
                .body(Map.of("fullName", "崭新名"))
                .exchange()
                .expectStatus()
                .isOk();

        assertThat(search("旧名", 50, null).items()).isEmpty();
        assertThat(search("崭新", 50, null).items()).extracting(Item::number).containsExactly(number);
        assertThat(search("0009", 50, null).items()).extracting(Item::number).containsExactly(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SZ01-%s", "2026%s0042", "C00%s135", "139%s1"})
    void whoBoughtIsFoundByTheOrderNumberWhateverItLooksLike(String form) {
        String number = NUMBERS.get("欧阳锋");
        String orderNo =
                form.formatted("%07d".formatted(ThreadLocalRandom.current().nextInt(10_000_000)));
        buy(number, orderNo);

        Result result = search(orderNo, 50, null);

        assertThat(result.kind()).isEqualTo("ORDER");
        assertThat(result.items()).extracting(Item::number).containsExactly(number);
        assertThat(search(orderNo + "0", 50, null).items()).isEmpty();
        assertThat(search(api.as("a-stranger", AGENT), orderNo, 50, null).items())
                .isEmpty();
    }

    @Test
    void whoCarriesATagIsFoundByItsNameOrCode() {
        String code = "found-" + Math.abs(System.nanoTime() % 1_000_000);
        api.as(MANAGER)
                .post()
                .uri("/customer/v1/tags")
                .body(Map.of("code", code, "tag", Map.of("name", "爱茶 " + code, "colour", "#2e7d32")))
                .exchange()
                .expectStatus()
                .isCreated();
        api.as(AGENT)
                .post()
                .uri("/customer/v1/tags/" + code + ":apply")
                .body(Map.of("numbers", List.of(NUMBERS.get("欧阳锋"), NUMBERS.get("单雄信"))))
                .exchange()
                .expectStatus()
                .isOk();

        for (String question : List.of("#" + code, "＃ " + code.toUpperCase(Locale.ROOT), "#爱茶 " + code)) {
            Result first = search(question, 1, null);
            Result second = search(question, 1, first.nextCursor());
            assertThat(first.kind()).isEqualTo("TAG");
            assertThat(List.of(
                            first.items().getFirst().number(),
                            second.items().getFirst().number()))
                    .containsExactlyInAnyOrder(NUMBERS.get("欧阳锋"), NUMBERS.get("单雄信"));
            assertThat(second.nextCursor()).isNull();
        }
        assertThat(search(api.as("a-stranger", AGENT), "#" + code, 50, null).items())
                .isEmpty();
    }

    private void buy(String number, String orderNo) {
        api.as(INTEGRATOR)
                .post()
                .uri("/customer/v1/purchases")
                .body(Map.of(
                        "customer",
                        Map.of("number", number),
                        "channel",
                        "WEB",
                        "orderNo",
                        orderNo,
                        "occurredAt",
                        Instant.now().toString(),
                        "currency",
                        "CNY",
                        "lines",
                        List.of(Map.of("product", "TEA", "quantity", 1, "amountMinor", 100))))
                .exchange()
                .expectStatus()
                .isCreated();
    }

    private Result search(String question, int limit, String cursor) {
        return search(api.as(AGENT), question, limit, cursor);
    }

    private Result search(RestTestClient caller, String question, int limit, String cursor) {
        Map<String, Object> body = new HashMap<>(Map.of("q", question, "limit", limit));
        if (cursor != null) {
            body.put("cursor", cursor);
        }
        return caller.post()
                .uri("/customer/v1/customers:search")
                .body(body)
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(Result.class)
                .getResponseBody();
    }

    private String register(String name, String phone, String email) {
        List<Map<String, String>> contacts = new ArrayList<>(List.of(Map.of("kind", "PHONE", "value", phone)));
        if (email != null) {
            contacts.add(Map.of("kind", "EMAIL", "value", email));
        }
        String number = api.as(AGENT)
                .post()
                .uri("/customer/v1/customers")
                .body(Map.of("fullName", name, "contactPoints", contacts))
                .exchange()
                .expectStatus()
                .isCreated()
                .returnResult(Registered.class)
                .getResponseBody()
                .number();
        NUMBERS.put(name, number);
        return number;
    }
}
