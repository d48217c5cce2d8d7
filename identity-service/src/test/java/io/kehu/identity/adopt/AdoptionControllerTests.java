package io.kehu.identity.adopt;

import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.identity.adopt.LegacyFiles.Answer;
import io.kehu.identity.scheme.Template;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What becomes of each line, in every format, on a real database. */
@ServiceTest
class AdoptionControllerTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void everyLineGetsItsVerdict() {
        LegacyFiles files = LegacyFiles.of(api, "VERDICTS", "V-{seq:6}-{check}", "NONE");
        List<String> ours = files.allocate(3);

        Answer answer = files.adopt(String.join(
                "\n",
                "number,issuedAt",
                files.display(10) + ",2019-03-01",
                files.number(11) + ",2019-03-01T08:00:00+08:00",
                files.number(10),
                ours.get(1),
                files.number(12).replace("12", "13"),
                "hello",
                files.number(0),
                "",
                files.number(14) + ",2019-13-01",
                "9".repeat(101),
                "\"" + files.number(15),
                " " + files.display(16).toLowerCase(java.util.Locale.ROOT).replace('0', '０')));

        assertThat(answer.verdicts())
                .containsExactly(
                        "4 ALREADY_THERE",
                        "5 COLLIDING",
                        "6 MALFORMED WRONG_CHECK",
                        "7 MALFORMED WRONG_FORM",
                        "8 MALFORMED OUT_OF_RANGE",
                        "9 MALFORMED EMPTY",
                        "10 MALFORMED BAD_DATE",
                        "11 MALFORMED TOO_LONG",
                        "12 MALFORMED UNREADABLE");
        assertThat(answer.counts()).containsExactly(3, 1, 1, 7);
        assertThat(answer.contentType()).isEqualTo("application/x-ndjson");
        assertThat(answer.lines().get(1).path("number").stringValue()).isEqualTo(ours.get(1));
        assertThat(answer.lines().get(3).has("number")).isFalse();
    }

    @Test
    void ourOwnNumbersGoOnBehindTheLargestAdoptedOne() {
        LegacyFiles files = LegacyFiles.of(api, "BEYOND", "B{seq:6}{check}", "NONE");
        files.allocate(2);

        assertThat(files.adopt(files.csv(LongStream.of(50, 51, 52, 70))).counts())
                .containsExactly(4, 0, 0, 0);

        assertThat(files.allocate(1)).containsExactly(files.number(71));
        assertThat(ranges("number_run", files)).containsExactly("1-2", "50-52", "70-70", "71-71");
        assertThat(ranges("number_void", files)).containsExactly("3-70");
    }

    @Test
    void whatWasSkippedMayStillBeAdoptedAndNothingElseBelowTheCounter() {
        LegacyFiles files = LegacyFiles.of(api, "SKIPPED", "K{seq:6}{check}", "NONE");
        files.adopt(files.csv(LongStream.of(100)));
        files.allocate(5);

        Answer answer = files.adopt(files.csv(LongStream.of(7, 100, 103, 8)));

        assertThat(answer.verdicts()).containsExactly("2 ALREADY_THERE", "3 COLLIDING");
        assertThat(files.allocate(1)).containsExactly(files.number(106));
    }

    @Test
    void aSequenceThatIsSetAsideButInNoRunCollides() {
        LegacyFiles files = LegacyFiles.of(api, "ASIDE", "Z{seq:6}{check}", "NONE");
        files.allocate(1);
        jdbc.sql("UPDATE number_partition SET next_seq = 1000 WHERE scheme = 'ASIDE'")
                .update();

        assertThat(files.adopt(files.csv(LongStream.of(500, 999, 1000))).verdicts())
                .containsExactly("1 COLLIDING", "2 COLLIDING");
    }

    @Test
    void numbersWithoutAGapAreOneRunAndNothingIsSkipped() {
        LegacyFiles files = LegacyFiles.of(api, "DENSE", "D{seq:6}{check}", "NONE");

        files.adopt(files.csv(LongStream.rangeClosed(1, 300).map(sequence -> 301 - sequence)));

        assertThat(ranges("number_run", files)).containsExactly("1-300");
        assertThat(ranges("number_void", files)).isEmpty();
    }

    @Test
    void whenAndByWhomIsKept() {
        LegacyFiles files = LegacyFiles.of(api, "DATED", "T{seq:6}{check}", "NONE");

        files.adopt(files.number(1) + ",2019-03-01\n" + files.number(2) + ",2019-03-01T00:00:00Z\n");

        assertThat(jdbc.sql("""
                        SELECT from_seq || ' ' || origin || ' ' || issued_by || ' ' || (issued_at AT TIME ZONE 'UTC')::text
                        FROM number_run WHERE scheme = 'DATED' ORDER BY from_seq
                        """).query(String.class).list())
                .containsExactly("1 ADOPTED somebody 2019-02-28 16:00:00", "2 ADOPTED somebody 2019-03-01 00:00:00");
        assertThat(jdbc.sql("SELECT actor FROM audit_entry WHERE action = 'numbers.adopt' AND object = 'DATED'")
                        .query(String.class)
                        .list())
                .containsExactly("somebody");
    }

    @Test
    void adoptedNumbersResolve() {
        LegacyFiles files = LegacyFiles.of(api, "RESOLVED", "R-{seq:6}-{check}", "NONE");

        files.adopt(files.display(42));

        api.as(AGENT)
                .get()
                .uri("/identity/v1/numbers/{number}", files.display(42))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.number")
                .isEqualTo(files.number(42));
    }

    @Test
    void yearsAndBranchesHaveCountersOfTheirOwn() {
        LegacyFiles years = LegacyFiles.of(api, "YEARS", "Y{yyyy}{MM}{seq:6}{check}", "YEAR");
        String march = years.number(5, new Template.Context(2019, 3, ""));
        String april = years.number(5, new Template.Context(2019, 4, ""));
        String later = years.number(5, new Template.Context(2020, 4, ""));
        String never = years.number(5, new Template.Context(9999, 1, ""));

        Answer answer = years.adopt(String.join("\n", march, april, later, never));

        assertThat(answer.verdicts()).containsExactly("2 COLLIDING", "4 MALFORMED WRONG_YEAR");
        assertThat(years.adopt(april + "\n" + march).verdicts()).containsExactly("1 COLLIDING", "2 ALREADY_THERE");
        assertThat(jdbc.sql(
                                "SELECT partition || ':' || next_seq FROM number_partition WHERE scheme = 'YEARS' ORDER BY 1")
                        .query(String.class)
                        .list())
                .containsExactly("2019:6", "2020:6");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void csvMayHaveMarkQuotesHeaderAndEitherLineEnd(String end) {
        LegacyFiles files = LegacyFiles.of(
                api,
                end.length() == 1 ? "LF" : "CRLF",
                end.length() == 1 ? "L-{seq:6}-{check}" : "P-{seq:6}-{check}",
                "NONE");

        Answer answer = files.adopt("\uFEFF\"Number\",\"issuedAt\"" + end + "\"" + files.display(1)
                + "\",\"2019-01-01\"" + end + files.number(2) + "," + end + files.number(2) + end + files.number(3));

        assertThat(answer.verdicts()).containsExactly("4 ALREADY_THERE");
        assertThat(answer.counts()).containsExactly(3, 1, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "number", "number\r\n", "number,issuedAt\n"})
    void aFileWithoutNumbersIsAnEmptyReport(String file) {
        LegacyFiles files = LegacyFiles.of(api, "NOTHING", "N{seq:6}{check}", "NONE");

        assertThat(files.adopt(file).counts()).containsExactly(0, 0, 0, 0);
    }

    @Test
    void ndjsonIsReadLineByLine() {
        LegacyFiles files = LegacyFiles.of(api, "NDJSON", "J{seq:6}{check}", "NONE");

        Answer answer = files.adopt(
                LegacyFiles.NDJSON,
                String.join(
                                "\r\n",
                                "{\"number\":\"" + files.number(1) + "\",\"issuedAt\":\"2019-01-01\"}",
                                "{\"number\":\"" + files.number(2) + "\",\"issuedAt\":null}",
                                "{\"number\":\"" + files.number(3) + "\",\"name\":{\"first\":[1]}}",
                                "{\"number\":4}",
                                "{\"number\":\"" + files.number(5) + "\"",
                                "[]",
                                "{}",
                                "",
                                "{\"number\":\"" + files.number(6) + "\"} {}",
                                "{\"number\":\"" + files.number(7) + "\"}")
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(answer.verdicts())
                .containsExactly(
                        "3 MALFORMED UNREADABLE",
                        "4 MALFORMED UNREADABLE",
                        "5 MALFORMED UNREADABLE",
                        "6 MALFORMED UNREADABLE",
                        "7 MALFORMED EMPTY",
                        "8 MALFORMED EMPTY",
                        "9 MALFORMED UNREADABLE");
        assertThat(answer.counts()).containsExactly(3, 0, 0, 7);
    }

    @Test
    void aJsonArrayIsReadElementByElement() {
        LegacyFiles files = LegacyFiles.of(api, "ARRAY", "A{seq:6}{check}", "NONE");

        Answer answer = files.adopt(LegacyFiles.JSON, """
                [{"number": "%s", "issuedAt": "2019-01-01T00:00:00Z"}, {"number": "%s", "more": [{}]},
                "text", {"issuedAt": "2019-01-01"}, {"number": "%s"}]
                """.formatted(files.number(1), files.number(2), files.number(3))
                .getBytes(StandardCharsets.UTF_8));

        assertThat(answer.verdicts())
                .containsExactly("2 MALFORMED UNREADABLE", "3 MALFORMED UNREADABLE", "4 MALFORMED EMPTY");
        assertThat(answer.counts()).containsExactly(2, 0, 0, 3);
        assertThat(files.adopt(LegacyFiles.JSON, "[]".getBytes(StandardCharsets.UTF_8))
                        .counts())
                .containsExactly(0, 0, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{}", "[{\"number\":\"x\"}", "[{\"number\":\"x\"}] []", "[{\"number\":\"x\",}]", "nonsense"})
    void whatIsNoJsonArrayIsAProblem(String body) {
        LegacyFiles files = LegacyFiles.of(api, "NOARRAY", "M{seq:6}{check}", "NONE");

        Answer answer = files.adopt(LegacyFiles.JSON, body.getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.last().path("type").stringValue()).isEqualTo("/problems/malformed-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {LegacyFiles.CSV, LegacyFiles.NDJSON, LegacyFiles.JSON})
    void rubbishIsNeverOurFault(String type) {
        LegacyFiles files = LegacyFiles.of(api, "RUBBISH", "U{seq:6}{check}", "NONE");
        byte[] noise = new byte[200_000];
        new Random(1).nextBytes(noise);
        byte[] chinese = ("客户号,日期\n" + "号码,今天\n".repeat(100)).getBytes(Charset.forName("GB18030"));
        byte[] wide = files.csv(LongStream.rangeClosed(1, 50)).getBytes(StandardCharsets.UTF_16);
        byte[] cut = "[{\"number\":\"客".getBytes(StandardCharsets.UTF_8);

        for (byte[] body : List.of(noise, chinese, wide, cut, new byte[] {0}, new byte[] {0, 0, 1, 2, 3})) {
            Answer answer = files.adopt(type, body);
            assertThat(answer.status()).isIn(200, 400);
            if (answer.status() == 200) {
                assertThat(answer.counts().subList(0, 3)).containsExactly(0, 0, 0);
            }
        }
    }

    @Test
    void refusalsBeforeTheFirstLineAreProblems() {
        LegacyFiles files = LegacyFiles.of(api, "CHILLED", "C{seq:6}{check}", "NONE");
        String file = files.number(1);

        assertThat(files.adopt("text/plain", file.getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(415);
        assertThat(files.adopt("text/csv;charset=GB18030", file.getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(415);
        assertThat(files.adopt("text/csv;charset=utf-8", file.getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(200);
        assertThat(files.send(request("/identity/v1/numbers:adopt?scheme=CHILLED", file)
                                .header("Content-Encoding", "gzip")
                                .build())
                        .status())
                .isEqualTo(415);
        assertThat(problem("/identity/v1/numbers:adopt?scheme=NOWHERE", file)).isEqualTo("404 scheme-not-found");
        assertThat(problem("/identity/v1/numbers:adopt?scheme=cold", file)).isEqualTo("400 invalid-fields");
        assertThat(problem("/identity/v1/numbers:adopt", file)).isEqualTo("400 invalid-fields");
        api.as(MANAGER)
                .post()
                .uri("/identity/v1/schemes/CHILLED:freeze")
                .exchange()
                .expectStatus()
                .isOk();
        assertThat(problem("/identity/v1/numbers:adopt?scheme=CHILLED", file)).isEqualTo("409 scheme-not-active");
    }

    @Test
    void onlyManagersAndAdministratorsAdopt() {
        LegacyFiles files = LegacyFiles.of(api, "ROLES", "O{seq:6}{check}", "NONE");

        HttpRequest request = HttpRequest.newBuilder(URI.create(api.baseUrl() + files.path()))
                .header("Authorization", "Bearer " + api.token(INTEGRATOR, AGENT))
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofString(files.number(1)))
                .build();

        assertThat(files.send(request).status()).isEqualTo(403);
    }

    @Test
    void theDatabaseRefusesToSkipANumberTwiceOrTooEarlyAndToForgetIt() {
        LegacyFiles files = LegacyFiles.of(api, "VOIDED", "W{seq:6}{check}", "NONE");
        files.adopt(files.csv(LongStream.of(100)));

        assertThatThrownBy(() -> skip(files, 50, 60)).hasMessageContaining("number skipped twice");
        assertThatThrownBy(() -> skip(files, 101, 110)).hasMessageContaining("before the counter came there");
        assertThatThrownBy(() -> jdbc.sql("DELETE FROM number_void").update())
                .hasStackTraceContaining("permission denied");
        assertThatThrownBy(() -> jdbc.sql("UPDATE number_void SET to_seq = 1").update())
                .hasStackTraceContaining("permission denied");
    }

    private void skip(LegacyFiles files, long from, long to) {
        jdbc.sql("""
                        INSERT INTO number_void (scheme, partition, from_seq, to_seq, reason, at, by)
                        VALUES (:scheme, '', :from, :to, 'ADOPTION', now(), 'test')
                        """)
                .param("scheme", files.scheme())
                .param("from", from)
                .param("to", to)
                .update();
    }

    private List<String> ranges(String table, LegacyFiles files) {
        return jdbc.sql("SELECT from_seq || '-' || to_seq FROM " + table + " WHERE scheme = :scheme ORDER BY from_seq")
                .param("scheme", files.scheme())
                .query(String.class)
                .list();
    }

    private HttpRequest.Builder request(String path, String csv) {
        return HttpRequest.newBuilder(URI.create(api.baseUrl() + path))
                .header("Authorization", "Bearer " + api.token(MANAGER))
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofString(csv));
    }

    private String problem(String path, String csv) {
        Answer answer = LegacyFiles.of(api, "ASKING", "Q{seq:6}{check}", "NONE")
                .send(request(path, csv).build());
        assertThat(answer.contentType()).startsWith("application/problem+json");
        return answer.status() + " " + answer.last().path("type").stringValue().replace("/problems/", "");
    }
}
