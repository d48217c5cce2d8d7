package io.kehu.customer.transfer;

import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.customer.SampleIds;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.Api;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Imports from upload to error file. */
@CustomerServiceTest
class ImportControllerTests {

    private static final String IMPORTS = "/customer/v1/imports";
    private static final String HEADER = "姓名,手机号,邮箱,出生日期,会员卡号,同意营销,备注\n";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private CircuitBreakerRegistry breakers;

    private record Import(
            String id,
            String state,
            String encoding,
            String delimiter,
            Map<String, String> mapping,
            int total,
            int applied,
            Map<String, Integer> counts,
            String failure,
            String errorsUrl) {}

    private record Row(int row, String verdict, List<String> reasons, String number, boolean applied) {}

    private record Rows(List<Row> items) {}

    @BeforeEach
    void identityAnswers() {
        WireMock.reset();
        IdentityStub.stub();
        breakers.circuitBreaker("identity").reset();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-8-BOM", "GB18030", "UTF-16"})
    void aFileIsRehearsedAppliedAndChangesNothingTheSecondTime(String encoding) {
        String tag = UUID.randomUUID().toString().substring(0, 8);
        String phone = "1367" + "%07d".formatted(Math.abs(tag.hashCode() % 10_000_000));
        String file = HEADER + "慕容%s,%s,m%s@canary.cn,1990/1/2,K%s,是,\n".formatted(hanzi(tag), phone, tag, tag)
                + "慕容 %s,+86 %s,,,,,twice\n".formatted(hanzi(tag), phone)
                + ",13900000000,,,,,no name\n"
                + "错误%s,12,not a mail,1990-13-01,,maybe,\n".formatted(hanzi(tag));
        byte[] bytes =
                switch (encoding) {
                    case "UTF-8-BOM" -> ("\uFEFF" + file).getBytes(StandardCharsets.UTF_8);
                    default -> file.getBytes(Charset.forName(encoding));
                };

        Import uploaded = upload(bytes);
        assertThat(uploaded.encoding()).isEqualTo(encoding.replace("-BOM", ""));
        assertThat(uploaded.mapping())
                .containsEntry("姓名", "fullName")
                .containsEntry("会员卡号", "reference:legacy-card")
                .containsEntry("备注", "ignore");
        Import checked = run(uploaded.id(), "dry-run", "CHECKED");
        assertThat(checked.counts())
                .containsEntry("CREATE", 1)
                .containsEntry("DUPLICATE", 1)
                .containsEntry("REJECTED", 2);
        assertThat(find(phone)).isEmpty();
        List<Row> rows = rows(uploaded.id());
        assertThat(rows.get(1).reasons()).containsExactly("row:duplicate-of-row:1");
        assertThat(rows.get(2).reasons()).containsExactly("fullName:required");
        assertThat(rows.get(3).reasons())
                .containsExactlyInAnyOrder("phone:phone", "email:email", "birthDate:date", "consent:yes-no");

        Import applied = run(uploaded.id(), "apply", "APPLIED");
        assertThat(applied.applied()).isEqualTo(2);
        assertThat(find(phone)).hasSize(1);
        String errors = errors(uploaded.id());
        assertThat(errors.lines()).hasSize(3);
        assertThat(errors).contains("not a mail").contains("电话: 不是有效的电话号码").doesNotContain("K" + tag);

        Import again = upload(bytes);
        assertThat(run(again.id(), "dry-run", "CHECKED").counts())
                .containsEntry("CREATE", 0)
                .containsEntry("UPDATE", 0)
                .containsEntry("UNCHANGED", 2);
        assertThat(dump()).doesNotContain(phone).doesNotContain("canary.cn").doesNotContain("慕容");
    }

    @Test
    void anImportAddsToKnownCustomersAndNeverContradictsThem() {
        String tag = UUID.randomUUID().toString().substring(0, 8);
        String phone = "1368" + "%07d".formatted(Math.abs(tag.hashCode() % 10_000_000));
        String name = "上官" + hanzi(tag);
        importNow("姓名,手机\n%s,%s\n".formatted(name, phone));
        String number = find(phone).getFirst();

        Import more =
                importNow("客户号,姓名,手机,邮箱,生日\n%s,%s,%s,add%s@x.cn,1980-02-29\n".formatted(number, name, phone, tag));
        assertThat(more.counts()).containsEntry("UPDATE", 1);
        assertThat(find("add" + tag + "@x.cn")).containsExactly(number);

        Import against = importNow("客户号,姓名,生日\n%s,%s,1981-01-01\n".formatted(number, "别人"));
        assertThat(against.counts()).containsEntry("CONFLICT", 1);
        assertThat(rows(against.id()).getFirst().reasons()).containsExactly("fullName:differs", "birthDate:differs");
    }

    @Test
    void laterRowsOfTheSamePersonAddToTheFirstAndOfTwoBirthdaysTheFirstStays() {
        String tag = UUID.randomUUID().toString().substring(0, 8);
        String phone = "1365" + "%07d".formatted(Math.abs(tag.hashCode() % 10_000_000));
        String name = "司徒" + hanzi(tag);
        String file = "姓名,手机,邮箱,生日,会员卡号\n"
                + "%s,%s,,,\n".formatted(name, phone)
                + "%s,%s,one%s@x.cn,1990-01-02,K1%s\n".formatted(name, phone, tag, tag)
                + "%s,%s,two%s@x.cn,,\n".formatted(name, phone, tag)
                + "%s,%s,,1991-01-02,\n".formatted(name, phone);

        Import done = importNow(file);

        assertThat(done.counts())
                .containsEntry("CREATE", 1)
                .containsEntry("DUPLICATE", 2)
                .containsEntry("CONFLICT", 1);
        String number = find(phone).getFirst();
        assertThat(find("one" + tag + "@x.cn")).containsExactly(number);
        assertThat(find("two" + tag + "@x.cn")).containsExactly(number);
        assertThat(rows(done.id()).get(1).reasons()).containsExactly("row:duplicate-of-row:1");
        assertThat(rows(done.id()).get(3).reasons()).containsExactly("birthDate:differs");
        assertThat(importNow(file).counts())
                .containsEntry("UPDATE", 0)
                .containsEntry("UNCHANGED", 3)
                .containsEntry("CONFLICT", 1);
    }

    @Test
    void rowsAreMatchedByIdentityNumberAndNeverContradictIt() {
        String tag = UUID.randomUUID().toString().substring(0, 8);
        String name = "令狐" + hanzi(tag);
        String id = SampleIds.nationalId();
        Import first = importNow("姓名,身份证号,性别,微信号\n%s,'%s,女,wx_%s\n".formatted(name, id, tag));
        assertThat(first.counts()).containsEntry("CREATE", 1);
        String number = find(id).getFirst();

        Import second = importNow("姓名,身份证,性别,手机\n%s,%s,男,\n%s,%s,,1363%07d\n%s,110105194912310021,x,\n"
                .formatted(name, id, name, id, Math.abs(tag.hashCode() % 10_000_000), name));
        assertThat(second.counts())
                .containsEntry("CREATE", 0)
                .containsEntry("CONFLICT", 1)
                .containsEntry("UPDATE", 1)
                .containsEntry("REJECTED", 1);
        assertThat(rows(second.id()).get(0).reasons()).containsExactly("sex:differs");
        assertThat(rows(second.id()).get(2).reasons()).containsExactlyInAnyOrder("nationalId:national-id", "sex:sex");
        assertThat(importNow("客户号,身份证号\n%s,%s\n".formatted(number, SampleIds.nationalId()))
                        .counts())
                .containsEntry("CONFLICT", 1);
        assertThat(find(id)).containsExactly(number);
        assertThat(find("wechat:wx_" + tag)).containsExactly(number);
        assertThat(dump()).doesNotContain(id).doesNotContain("wx_" + tag);
    }

    @Test
    void moreContactsThanARecordKeepsAreAConflictNotAFailure() {
        String tag = UUID.randomUUID().toString().substring(0, 8);
        String name = "宇文" + hanzi(tag);
        StringBuilder mails = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            mails.append(i == 0 ? "" : "/").append("m%d%s@x.cn".formatted(i, tag));
        }
        importNow("姓名,邮箱\n%s,%s\n".formatted(name, mails));
        String number = find("m0" + tag + "@x.cn").getFirst();

        Import more = importNow("客户号,邮箱\n%s,more%s@x.cn\n".formatted(number, tag));

        assertThat(more.counts()).containsEntry("CONFLICT", 1);
        assertThat(rows(more.id()).getFirst().reasons()).containsExactly("email:too-many");
    }

    @Test
    void severalRowsAboutOneKnownCustomerAllCount() {
        String tag = UUID.randomUUID().toString().substring(0, 8);
        String phone = "1364" + "%07d".formatted(Math.abs(tag.hashCode() % 10_000_000));
        String name = "公孙" + hanzi(tag);
        importNow("姓名,手机\n%s,%s\n".formatted(name, phone));
        String number = find(phone).getFirst();

        Import more = importNow(
                "客户号,邮箱\n%s,a%s@x.cn\n%s,b%s@x.cn\n%s,c%s@x.cn\n".formatted(number, tag, number, tag, number, tag));

        assertThat(more.counts()).containsEntry("UPDATE", 3);
        for (String first : List.of("a", "b", "c")) {
            assertThat(find(first + tag + "@x.cn")).containsExactly(number);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', file-empty",
        "'姓名,手机\n', file-no-rows",
        "'张三,13800138000\n李四,13800138001\n', file-header",
        "'姓名,姓名\na,b\n', file-header-twice"
    })
    void anUnreadableFileIsRefusedWithAReason(String content, String code) {
        refused(content.getBytes(StandardCharsets.UTF_8), code);
    }

    @Test
    void filesOfTheWrongKindAreRefused() {
        refused(new byte[] {(byte) 0x80, (byte) 0xFF, 0, 1, 2, (byte) 0xFE}, "file-encoding");
        refused(("姓名\n" + "长".repeat(4_000_000)).getBytes(StandardCharsets.UTF_8), "file-row");
        refused(
                ("c"
                                + String.join(
                                        ",c",
                                        java.util.stream.IntStream.range(0, 201)
                                                .mapToObj(i -> "" + i)
                                                .toList())
                                + "\n1\n")
                        .getBytes(StandardCharsets.UTF_8),
                "file-columns");
        assertThat(jdbc.sql("SELECT count(*) FROM import_job WHERE total = 0")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void twoHundredColumnsAndRaggedRowsAreFine() {
        String columns = String.join(
                ",",
                java.util.stream.IntStream.range(0, 198).mapToObj(i -> "x" + i).toList());
        String blanks = ",".repeat(198);
        Import done = importNow(
                "姓名,手机," + columns + "\n宽表" + hanzi(UUID.randomUUID().toString()) + ",13711112222" + blanks + "\n太短\n");
        assertThat(done.counts()).containsEntry("CREATE", 1).containsEntry("REJECTED", 1);
        assertThat(rows(done.id()).get(1).reasons()).containsExactly("row:columns");
    }

    @Test
    void theMappingCanBeCorrected() {
        Import uploaded = upload("who;tel\n映射人;13722223333\n".getBytes(StandardCharsets.UTF_8));
        assertThat(uploaded.delimiter()).isEqualTo(";");
        api.as(MANAGER)
                .post()
                .uri(IMPORTS + "/" + uploaded.id() + "/dry-run")
                .exchange()
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].code")
                .isEqualTo("mapping-nothing-to-find-by");
        map(uploaded.id(), "\"1\"", Map.of("who", "fullname")).expectStatus().isEqualTo(422);
        map(uploaded.id(), "\"1\"", Map.of("who", "fullName", "tel", "phone"))
                .expectStatus()
                .isOk();
        map(uploaded.id(), "\"1\"", Map.of("who", "fullName")).expectStatus().isEqualTo(412);

        assertThat(run(uploaded.id(), "dry-run", "CHECKED").counts()).containsEntry("CREATE", 1);
    }

    @Test
    void stepsOutOfOrderAreRefused() {
        Import uploaded = upload((HEADER + "甲乙,13733334444,,,,,\n").getBytes(StandardCharsets.UTF_8));

        api.as(MANAGER)
                .post()
                .uri(IMPORTS + "/" + uploaded.id() + "/apply")
                .exchange()
                .expectStatus()
                .isEqualTo(409);
        api.as(AGENT)
                .post()
                .uri(IMPORTS + "/" + uploaded.id() + "/dry-run")
                .exchange()
                .expectStatus()
                .isForbidden();
        api.as(MANAGER)
                .get()
                .uri(IMPORTS + "/" + UUID.randomUUID())
                .exchange()
                .expectStatus()
                .isNotFound();
        api.as(MANAGER)
                .get()
                .uri(IMPORTS + "/nonsense")
                .exchange()
                .expectStatus()
                .isBadRequest();
    }

    @Test
    void anImportThatFailedGoesOnWhereItStoppedAndAppliesEachRowOnce() {
        StringBuilder file = new StringBuilder(HEADER);
        String tag = UUID.randomUUID().toString().substring(0, 6);
        for (int i = 0; i < 1_200; i++) {
            file.append("批量%s,1355%07d,,,P%s-%d,,\n".formatted(hanzi(tag + i), i, tag, i));
        }
        Import uploaded = upload(file.toString().getBytes(StandardCharsets.UTF_8));
        run(uploaded.id(), "dry-run", "CHECKED");
        api.as(ADMIN)
                .post()
                .uri(IMPORTS + "/" + uploaded.id() + "/approve")
                .exchange()
                .expectStatus()
                .isOk();
        WireMock.stubFor(WireMock.post(WireMock.urlPathEqualTo("/identity/v1/numbers"))
                .willReturn(WireMock.aResponse().withStatus(503)));

        Import failed = run(uploaded.id(), "apply", "FAILED");
        assertThat(failed.failure()).isEqualTo("numbers-unavailable");
        identityAnswers();
        Import applied = run(uploaded.id(), "apply", "APPLIED");

        assertThat(applied.applied()).isEqualTo(1_200);
        assertThat(jdbc.sql("SELECT count(DISTINCT number) FROM import_row WHERE import_id = :id::uuid AND applied")
                        .param("id", uploaded.id())
                        .query(Long.class)
                        .single())
                .isEqualTo(1_200);
        await().until(() -> jdbc.sql("SELECT count(*) FROM interaction WHERE payload->>'importId' = :id")
                        .param("id", uploaded.id())
                        .query(Long.class)
                        .single()
                == 1_200);
    }

    private Import importNow(String content) {
        Import uploaded = upload(content.getBytes(StandardCharsets.UTF_8));
        run(uploaded.id(), "dry-run", "CHECKED");
        return run(uploaded.id(), "apply", "APPLIED");
    }

    private Import upload(byte[] content) {
        return api.as(MANAGER)
                .post()
                .uri(IMPORTS + "?fileName=test.csv")
                .contentType(MediaType.parseMediaType("text/csv"))
                .body(content)
                .exchange()
                .expectStatus()
                .isCreated()
                .returnResult(Import.class)
                .getResponseBody();
    }

    private void refused(byte[] content, String code) {
        api.as(MANAGER)
                .post()
                .uri(IMPORTS)
                .contentType(MediaType.parseMediaType("text/csv"))
                .body(content)
                .exchange()
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].code")
                .isEqualTo(code);
    }

    private Import run(String id, String action, String state) {
        api.as(MANAGER)
                .post()
                .uri(IMPORTS + "/" + id + "/" + action)
                .exchange()
                .expectStatus()
                .isAccepted();
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> get(id),
                        job -> job.state().equals(state) || job.state().equals("FAILED"));
    }

    private Import get(String id) {
        return api.as(MANAGER)
                .get()
                .uri(IMPORTS + "/" + id)
                .exchange()
                .returnResult(Import.class)
                .getResponseBody();
    }

    private RestTestClient.ResponseSpec map(String id, String ifMatch, Map<String, String> columns) {
        return api.as(MANAGER)
                .put()
                .uri(IMPORTS + "/" + id + "/mapping")
                .header("If-Match", ifMatch)
                .body(Map.of("columns", columns))
                .exchange();
    }

    private List<Row> rows(String id) {
        return api.as(MANAGER)
                .get()
                .uri(IMPORTS + "/" + id + "/rows")
                .exchange()
                .returnResult(Rows.class)
                .getResponseBody()
                .items();
    }

    private String errors(String id) {
        byte[] file = api.as(MANAGER)
                .get()
                .uri(IMPORTS + "/" + id + "/errors")
                .header("Accept-Language", "zh-CN")
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(byte[].class)
                .getResponseBody();
        return new String(file, StandardCharsets.UTF_8);
    }

    private record Found(String number) {}

    private record FoundList(List<Found> items) {}

    private List<String> find(String question) {
        return api
                .as(AGENT)
                .post()
                .uri("/customer/v1/customers:search")
                .body(Map.of("q", question))
                .exchange()
                .returnResult(FoundList.class)
                .getResponseBody()
                .items()
                .stream()
                .map(Found::number)
                .toList();
    }

    /** A given name that differs from test to test. */
    private static String hanzi(String tag) {
        int hash = Math.abs(tag.hashCode());
        return "" + (char) ('\u4e00' + hash % 5_000) + (char) ('\u4e00' + hash / 5_000 % 5_000);
    }

    private String dump() {
        return jdbc.sql("""
                        SELECT coalesce(string_agg(c::text, ' '), '') FROM customer c
                        """).query(String.class).single()
                + jdbc.sql("SELECT coalesce(string_agg(c::text, ' '), '') FROM import_row c")
                        .query(String.class)
                        .single()
                + jdbc.sql("SELECT coalesce(string_agg(c::text, ' '), '') FROM import_chunk c")
                        .query(String.class)
                        .single()
                + jdbc.sql("SELECT coalesce(string_agg(c::text, ' '), '') FROM contact_point c")
                        .query(String.class)
                        .single();
    }
}
