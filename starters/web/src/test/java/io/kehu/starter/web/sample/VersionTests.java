package io.kehu.starter.web.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Changes from a known version, whole and in part. */
@WebTest
class VersionTests {

    private static final String BODY = "{\"name\":\"changed\",\"quantity\":5}";

    @LocalServerPort
    private int port;

    @Autowired
    private Things things;

    private Http http;
    private String path;

    @BeforeEach
    void addAThing() {
        http = new Http(port);
        path = "/sample/v1/things/" + things.add("thing", 1).id();
    }

    @Test
    void aResourceTellsItsVersionAndAChangeMovesIt() {
        String tag = http.get(path).header("ETag").orElseThrow();

        Http.Answer changed = http.json("PUT", path, BODY, "If-Match", tag);

        assertThat(tag).isEqualTo("\"1\"");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("ETag")).hasValue("\"2\"");
        assertThat(http.get(path).text("/name")).isEqualTo("changed");
    }

    @Test
    void withoutIfMatchNothingIsChanged() {
        http.json("PUT", path, BODY).isProblem(428, "precondition-required");
        http.json("PUT", path, BODY, "If-Match", " ").isProblem(428, "precondition-required");

        assertThat(http.get(path).text("/name")).isEqualTo("thing");
    }

    @Test
    void fromAStaleVersionNothingIsChangedAndTheCallerLearnsWhatChanged() {
        http.json("PUT", path, BODY, "If-Match", "\"1\"");

        Http.Answer stale = http.json("PUT", path, "{\"name\":\"mine\",\"quantity\":9}", "If-Match", "\"1\"")
                .isProblem(412, "stale-version");

        assertThat(stale.text("/current/name")).isEqualTo("changed");
        assertThat(stale.text("/changedFields/0")).isEqualTo("quantity");
        assertThat(http.get(path).text("/name")).isEqualTo("changed");
    }

    /** A star would overwrite whatever is there: the lost update that If-Match is here to prevent. */
    @ParameterizedTest
    @ValueSource(strings = {"*", "1", "W/\"1\"", "\"1\", \"2\"", "\"x\"", "\"\"", "\"9999999999999999999\"", "\"-1\""})
    void anythingButOneTagOfOursIsRefused(String ifMatch) {
        http.json("PUT", path, BODY, "If-Match", ifMatch)
                .isProblem(400, "invalid-fields")
                .names("If-Match", "etag");

        assertThat(http.get(path).text("/name")).isEqualTo("thing");
    }

    @Test
    void aPatchReplacesClearsAndKeeps() {
        assertThat(patch("\"1\"", "{\"quantity\":7,\"colour\":\"red\"}").status())
                .isEqualTo(200);
        assertThat(patch("\"2\"", "{\"colour\":null,\"name\":\"n\"}").status()).isEqualTo(200);

        Http.Answer now = http.get(path);
        assertThat(now.text("/name")).isEqualTo("n");
        assertThat(now.json().path("quantity").longValue()).isEqualTo(7);
        assertThat(now.json().path("colour").isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"mystery\":1} | /mystery | patch",
                "{\"quantity\":\"1\"} | /quantity | patch",
                "{\"quantity\":1.5} | /quantity | patch",
                "{\"quantity\":-1} | /quantity | min",
                "{\"quantity\":null} | /quantity | notnull",
                "{\"name\":\"\"} | /name | notblank",
            })
    void aPatchIsAsStrictAsAWholeBody(String patch, String pointer, String code) {
        patch("\"1\"", patch).isProblem(400, "invalid-fields").names(pointer, code);

        assertThat(http.get(path).header("ETag")).hasValue("\"1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "1", "\"a\"", "{", "{\"name\":\"a\",\"name\":\"b\"}"})
    void aPatchIsAnObject(String patch) {
        patch("\"1\"", patch).isProblem(400, "malformed-request");
    }

    @Test
    void aPatchNeedsTheVersionAndTheMediaType() {
        patch("", "{\"name\":\"n\"}").isProblem(428, "precondition-required");
        http.json("PATCH", path, "{\"name\":\"n\"}", "If-Match", "\"1\"").isProblem(415, "unsupported-media-type");
    }

    @Test
    void theTextsOfAPatchAreInTheLanguageTheCallerAsksFor() {
        Http.Answer answer = http.send(
                "PATCH",
                path,
                BodyPublishers.ofString("{\"quantity\":-1}"),
                "Content-Type",
                "application/merge-patch+json",
                "If-Match",
                "\"1\"",
                "Accept-Language",
                "zh");

        assertThat(answer.text("/errors/0/detail")).isEqualTo("最小不能小于0");
    }

    private Http.Answer patch(String ifMatch, String patch) {
        return http.send(
                "PATCH",
                path,
                BodyPublishers.ofString(patch),
                "Content-Type",
                "application/merge-patch+json",
                "If-Match",
                ifMatch);
    }
}
