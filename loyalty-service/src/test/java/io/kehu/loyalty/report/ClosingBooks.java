package io.kehu.loyalty.report;

import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.loyalty.earning.Shop;
import io.kehu.loyalty.ledger.Booked;
import io.kehu.loyalty.ledger.Desk;
import io.kehu.starter.test.Api;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** A programme with three months that are over, and two people who close them, over HTTP. */
final class ClosingBooks {

    static final String PATH = "/loyalty/v1/reports/liability";

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final List<String> COLUMNS = List.of(
            "month",
            "opening",
            "issued",
            "imported",
            "redeemed",
            "expired",
            "reversed",
            "repaid",
            "adjusted",
            "closing",
            "salesMinor",
            "deferredMinor",
            "liabilityMinor");

    /** Of which a day may not be added up yet. */
    final YearMonth running = YearMonth.from(LocalDateTime.now(SHANGHAI).minusMinutes(10));

    final YearMonth first = running.minusMonths(3);
    final YearMonth second = running.minusMonths(2);
    final YearMonth third = running.minusMonths(1);
    final String proposer = "manager-" + UUID.randomUUID();
    final String signer = "manager-" + UUID.randomUUID();
    final String number = Shop.newNumber();
    final Desk desk;
    final Booked sold;

    private final Api api;
    private final JdbcClient jdbc;

    /** A sale of 800.00 brings 2,000 points of 0.012 in the first month, 800 of them are spent in the second one. */
    ClosingBooks(ApplicationContext context) {
        this.api = context.getBean(Api.class);
        this.jdbc = context.getBean(JdbcClient.class);
        this.desk = Desk.alone(context, SHANGHAI, 24, inside(first));
        this.sold = desk.earn(number, 2_000);
        desk.adjust(number, 50);
        desk.moveTo(inside(second));
        desk.earn(number, 300);
        desk.redeem(number, 800);
        desk.moveTo(inside(third));
        desk.earn(number, 7);
        noteTheSale();
        value("1.2");
        jdbc.sql("UPDATE program SET created_at = :at::timestamptz WHERE code = :program")
                .param("at", inside(first).toString())
                .param("program", program())
                .update();
        context.getBean(RollUpDays.class).rollUp(desk.program());
    }

    Instant inside(YearMonth month) {
        return month.atDay(10).atStartOfDay(SHANGHAI).toInstant();
    }

    String program() {
        return desk.program().code();
    }

    private void noteTheSale() {
        jdbc.sql("""
                        INSERT INTO earn_key (program, channel, order_no, rule, tx, points, number, day)
                        VALUES (:program, 'POS', :number, 'RULE', :tx, 2000, :number, :month::date)
                        """)
                .param("program", program())
                .param("number", number)
                .param("tx", sold.booking().id())
                .param("month", first.atDay(10).toString())
                .update();
        jdbc.sql("""
                        INSERT INTO earning_basis (purchase_id, number, channel, order_no, amount_minor, occurred_at)
                        VALUES (gen_random_uuid(), :number, 'POS', :number, 80000, now())
                        """).param("number", number).update();
    }

    /** Goods for so much come back, but no points. */
    void refund(long minor) {
        jdbc.sql("UPDATE earning_basis SET refunded_minor = :minor WHERE number = :number")
                .param("minor", minor)
                .param("number", number)
                .update();
    }

    /** What a point is worth from now on. */
    void value(String minor) {
        jdbc.sql("UPDATE program SET point_value_minor = :minor::numeric, redemption_rate = 0.8 WHERE code = :program")
                .param("minor", minor)
                .param("program", program())
                .update();
    }

    ResponseSpec take(String who, YearMonth month, String step) {
        return api.as(who, MANAGER)
                .post()
                .uri(PATH + "/" + month + ":" + step + "?program=" + program())
                .exchange();
    }

    JsonNode proposed(YearMonth month) {
        return json(take(proposer, month, "close").expectStatus().isCreated());
    }

    JsonNode signed(YearMonth month) {
        proposed(month);
        return json(take(signer, month, "sign").expectStatus().isOk());
    }

    JsonNode get(String path) {
        return json(api.as(AUDITOR)
                .get()
                .uri(PATH + path + (path.contains("?") ? "&" : "?") + "program=" + program())
                .exchange()
                .expectStatus()
                .isOk());
    }

    static JsonNode json(ResponseSpec response) {
        JsonNode body = response.expectBody(JsonNode.class).returnResult().getResponseBody();
        assertThat(body).isNotNull();
        return body;
    }

    static JsonNode problem(ResponseSpec response, int status, String slug) {
        JsonNode body = json(response.expectStatus().isEqualTo(status));
        assertThat(body.path("type").asString()).isEqualTo("/problems/" + slug);
        return body;
    }

    /** As an auditor works it out, from what the API tells and docs/operations/loyalty.md says. */
    static String hashOf(JsonNode close) {
        List<String> lines = new ArrayList<>(List.of(
                "kehu-liability-close/1",
                "program=" + close.path("program").asString(),
                "month=" + close.path("month").asString(),
                "pointValueMinor="
                        + close.path("pointValueMinor").decimalValue().toPlainString(),
                "redemptionRate=" + close.path("redemptionRate").decimalValue().toPlainString()));
        close.path("months")
                .forEach(line -> lines.add(String.join(
                        ",",
                        COLUMNS.stream()
                                .map(column -> line.path(column).asString())
                                .toList())));
        Stream.of("ledgerPoints", "owed", "proposedBy")
                .forEach(name -> lines.add(name + "=" + close.path(name).asString()));
        lines.add("proposedAt=" + micros(close.path("proposedAt")));
        lines.add("signedBy=" + close.path("decidedBy").asString());
        lines.add("signedAt=" + micros(close.path("decidedAt")));
        lines.add("previousHash=" + close.path("previousHash").asString(""));
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String micros(JsonNode instant) {
        return MICROS.format(Instant.parse(instant.asString()));
    }
}
