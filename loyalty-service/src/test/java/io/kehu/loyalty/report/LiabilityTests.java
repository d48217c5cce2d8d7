package io.kehu.loyalty.report;

import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.loyalty.earning.Shop;
import io.kehu.loyalty.ledger.Booked;
import io.kehu.loyalty.ledger.Desk;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The roll-forward of a programme's points agrees with the ledger, month by month and to the point. */
@ServiceTest
class LiabilityTests {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final String REPORT = "/loyalty/v1/reports/liability";

    @Autowired
    private Api api;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private JdbcClient jdbc;

    @TempDir
    private Path directory;

    private Desk desk;

    private final String number = Shop.newNumber();

    /** The last hour of January in the zone, which is still January in UTC, and then the first of February, which is not yet. */
    @BeforeEach
    void openTheDesk() {
        desk = Desk.alone(context, SHANGHAI, 2, Instant.parse("2027-01-31T15:00:00Z"));
    }

    @Test
    void everyMonthRollsForwardToThePoint() {
        Booked january = desk.earn(number, 1_000);
        desk.adjust(number, 50);
        desk.moveTo(Instant.parse("2027-01-31T16:00:00Z"));
        desk.earn(number, 300);
        Booked spent = (Booked) desk.redeem(number, 400);
        desk.giveBack(spent.booking().id(), 150);
        desk.reverseEarning(january, 100);
        desk.adjust(number, -20);
        desk.moveTo(january.expiresAt());
        desk.expire(number);

        JsonNode report = report("2027-01", "2027-01");
        assertThat(row(report, 0)).isEqualTo("2027-01: 0 + 1000 - 0 - 0 - 0 - 0 + 50 = 1050");
        assertThat(report.path("agrees").asBoolean()).isTrue();
        assertThat(report.path("months").size()).isOne();

        report = report("2027-02", "2027-02");
        assertThat(row(report, 0)).isEqualTo("2027-01: 1050 + 0 - 250 - 0 - 100 - 0 + -20 = 680");
        assertThat(row(report, 1)).isEqualTo("2027-02: 0 + 300 - 0 - 0 - 0 - 0 + 0 = 300");
        assertThat(total(report)).isEqualTo("*: 1050 + 300 - 250 - 0 - 100 - 0 + -20 = 980");
        assertThat(report.path("ledgerPoints").asLong()).isEqualTo(980);

        report = report("2027-03", "2027-04");
        assertThat(row(report, 0)).isEqualTo("2027-01: 680 + 0 - 0 - 680 - 0 - 0 + 0 = 0");
        assertThat(total(report)).isEqualTo("*: 980 + 0 - 0 - 680 - 0 - 0 + 0 = 300");
        assertThat(report.path("agrees").asBoolean()).isTrue();

        report = report("2027-05", "2027-05");
        assertThat(report.path("months").size()).isOne();
    }

    @Test
    void whatIsOwedAndRepaidIsSaid() {
        Booked earned = desk.earn(number, 100);
        desk.redeem(number, 80);
        desk.reverseEarning(earned, 100);
        assertThat(report("2027-01", "2027-01").path("owed").asLong()).isEqualTo(80);

        desk.earn(number, 50);

        JsonNode report = report("2027-01", "2027-01");
        assertThat(row(report, 0)).isEqualTo("2027-01: 0 + 150 - 80 - 0 - 20 - 50 + 0 = 0");
        assertThat(report.path("owed").asLong()).isEqualTo(30);
        assertThat(report.path("agrees").asBoolean()).isTrue();
    }

    /** A sale of 800.00 that brings 2,000 points, as in the worked example, and what is left to be earned of it. */
    @Test
    void salesAreDeferredForThePointsThatCameWithThem() {
        desk = Desk.alone(
                context, SHANGHAI, 2, Instant.now().plusSeconds(86_400).truncatedTo(ChronoUnit.MICROS));
        jdbc.sql("UPDATE program SET point_value_minor = 1.2, redemption_rate = 0.8 WHERE code = :code")
                .param("code", desk.program().code())
                .update();
        jdbc.sql("""
                        INSERT INTO earning_rule (program, code, version, state, name, condition, points, per_minor, created_by, published_at)
                        VALUES (:code, 'TEST', 1, 'PUBLISHED', 'Test', 'purchase.amountMinor == 80000', 2000, 80000, 'test', now())
                        """).param("code", desk.program().code()).update();
        new Shop(context).sell(number, 800);
        String month = YearMonth.now(SHANGHAI).toString();

        JsonNode report = report(month, month);

        assertThat(report.at("/months/0/salesMinor").asLong()).isEqualTo(80_000);
        assertThat(report.at("/months/0/deferredMinor").asLong()).isEqualTo(1_875);
        assertThat(report.at("/months/0/liabilityMinor").asLong()).isEqualTo(1_875);
        assertThat(desk.redeem(number, 800)).isInstanceOf(Booked.class);
        assertThat(report(month, YearMonth.from(desk.now().atZone(SHANGHAI)).toString())
                        .at("/months/0/liabilityMinor")
                        .asLong())
                .isEqualTo(938);
        jdbc.sql("UPDATE earning_rule SET state = 'RETIRED' WHERE program = :code")
                .param("code", desk.program().code())
                .update();
    }

    @Test
    void anEmptyProgrammeHasAnEmptyReport() {
        JsonNode report = report("2027-01", "2027-12");

        assertThat(report.path("months").size()).isZero();
        assertThat(total(report)).isEqualTo("*: 0 + 0 - 0 - 0 - 0 - 0 + 0 = 0");
        assertThat(report.path("agrees").asBoolean()).isTrue();
    }

    @Test
    void itIsAFileToo() throws IOException {
        desk.earn(number, 1_000);
        String query = "?program=" + desk.program().code() + "&from=2027-01";

        String csv = new String(download(REPORT + ".csv" + query, "zh"), StandardCharsets.UTF_8);
        assertThat(csv.lines())
                .containsExactly(
                        "\uFEFF获得月份,期初,发放,迁入,使用,到期,收回,抵扣欠分,调整,期末,销售额,递延收入,负债",
                        "2027-01,0,1000,0,0,0,0,0,0,1000,0.00,0.00,0.00",
                        "合计,0,1000,0,0,0,0,0,0,1000,0.00,0.00,0.00",
                        "账本积分余额,1000",
                        "会员所欠积分,0");
        assertThat(entries(download(REPORT + ".xlsx" + query, "en"))).contains("xl/worksheets/sheet1.xml");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=2027-13",
                "from=2027",
                "from=27-01",
                "from=2027-02&to=2027-01",
                "from=2027-01&program=x",
                "to=2027-01",
                ""
            })
    void badPeriodsAreRefused(String query) {
        api.as(MANAGER)
                .get()
                .uri(REPORT + "?" + query)
                .exchange()
                .expectStatus()
                .isBadRequest();
    }

    @Test
    void itIsNotForEverybody() {
        api.as(AGENT)
                .get()
                .uri(REPORT + "?from=2027-01")
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    private JsonNode report(String from, String to) {
        return api.as(AUDITOR)
                .get()
                .uri(REPORT + "?program=" + desk.program().code() + "&from=" + from + "&to=" + to)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private byte[] download(String uri, String language) {
        return api.as(MANAGER)
                .get()
                .uri(uri)
                .header("Accept-Language", language)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBodyContent();
    }

    private List<String> entries(byte[] zip) throws IOException {
        Path file = Files.write(directory.resolve("report.xlsx"), zip);
        try (ZipFile entries = new ZipFile(file.toFile())) {
            return entries.stream().map(ZipEntry::getName).toList();
        }
    }

    private static String row(JsonNode report, int index) {
        return text(report.path("months").path(index));
    }

    private static String total(JsonNode report) {
        return text(report.path("total"));
    }

    private static String text(JsonNode month) {
        return "%s: %d + %d - %d - %d - %d - %d + %d = %d"
                .formatted(
                        month.path("month").asString(),
                        month.path("opening").asLong(),
                        month.path("issued").asLong(),
                        month.path("redeemed").asLong(),
                        month.path("expired").asLong(),
                        month.path("reversed").asLong(),
                        month.path("repaid").asLong(),
                        month.path("adjusted").asLong(),
                        month.path("closing").asLong());
    }
}
