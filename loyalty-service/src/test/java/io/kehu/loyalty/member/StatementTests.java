package io.kehu.loyalty.member;

import static io.kehu.starter.security.Role.AGENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.loyalty.earning.Shop;
import io.kehu.loyalty.ledger.Booked;
import io.kehu.loyalty.ledger.Desk;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;

/** Why somebody has the points they have: line by line, lot by lot, at any moment, in words. */
@ServiceTest
class StatementTests {

    @Autowired
    private Api api;

    @Autowired
    private ApplicationContext context;

    private Desk desk;

    private final String number = Shop.newNumber();

    @BeforeEach
    void openTheDesk() {
        desk = new Desk(context, ZoneId.of("Asia/Shanghai"), 2, 0);
    }

    @Test
    void everyLineSaysWhichLotsItIsAbout() {
        Booked first = desk.earn(number, 100);
        desk.move(Duration.ofDays(1));
        Booked second = desk.earn(number, 50);
        Booked spent = (Booked) desk.redeem(number, 120);
        desk.giveBack(spent.booking().id(), 30);

        JsonNode items = statement("", "en");

        assertThat(parts(items.path(3))).containsExactly("100 until " + first.expiresAt());
        assertThat(parts(items.path(1)))
                .containsExactly("-100 until " + first.expiresAt(), "-20 until " + second.expiresAt());
        assertThat(parts(items.path(0)))
                .containsExactly("20 until " + second.expiresAt(), "10 until " + first.expiresAt());
        assertThat(items.path(0).path("reverses").asString())
                .isEqualTo(spent.booking().id().toString());
    }

    @Test
    void theBalanceOfAnyMomentIsExplained() {
        desk.earn(number, 100);
        Instant then = desk.now();
        desk.move(Duration.ofDays(40));
        desk.redeem(number, 30);
        desk.adjust(number, 7);

        assertThat(statement("&asOf=" + then, "en"))
                .singleElement()
                .satisfies(
                        line -> assertThat(line.path("balanceAfter").asLong()).isEqualTo(100));
        assertThat(statement("&asOf=" + then.minusMillis(1), "en")).isEmpty();
        assertThat(statement("&asOf=" + desk.now(), "en"))
                .first()
                .satisfies(
                        line -> assertThat(line.path("balanceAfter").asLong()).isEqualTo(77));
        assertThat(statement("&asOf=" + desk.now(), "en")).hasSize(3);
    }

    @Test
    void linesAreInTheLanguageOfTheReader() {
        Booked earned = desk.earn(number, 100);
        desk.redeem(number, 60);
        desk.reverseEarning(earned, 100);
        desk.earn(number, 500);
        desk.adjust(number, 5);
        desk.moveTo(desk.now().plus(Duration.ofDays(100)));
        desk.expire(number);

        assertThat(descriptions("zh-CN,zh;q=0.9"))
                .startsWith("到期失效，有效期至 ")
                .contains("人工调整：because", "抵扣所欠积分", "消费获得：EARN", "因 REFUND 收回", "使用积分：SPEND");
        assertThat(descriptions("en"))
                .startsWith("Expired; the last day was ")
                .contains(
                        "Adjusted by hand: because",
                        "Paid points that were owed",
                        "Earned with EARN",
                        "Taken back because of REFUND");
    }

    private String descriptions(String language) {
        List<String> descriptions = new ArrayList<>();
        statement("", language)
                .forEach(line -> descriptions.add(line.path("description").asString()));
        return String.join(" | ", descriptions);
    }

    private static List<String> parts(JsonNode line) {
        List<String> parts = new ArrayList<>();
        line.path("parts")
                .forEach(part -> parts.add(part.path("points").asLong() + " until "
                        + Instant.parse(part.path("expiresAt").asString())));
        return parts;
    }

    private JsonNode statement(String query, String language) {
        return api.as(AGENT)
                .get()
                .uri("/loyalty/v1/members/" + number + "/statement?program="
                        + desk.program().code() + query)
                .header("Accept-Language", language)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody()
                .path("items");
    }
}
