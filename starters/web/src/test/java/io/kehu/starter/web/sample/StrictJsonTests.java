package io.kehu.starter.web.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.json.JsonMapper;

/** What JSON may not do to us. */
@WebTest
class StrictJsonTests {

    private static final String REST = ",\"quantity\":1,\"fragile\":false";

    @LocalServerPort
    private int port;

    @Autowired
    private JsonMapper general;

    private Http http;

    @BeforeEach
    void connect() {
        http = new Http(port);
    }

    @Test
    void aNameGivenTwiceIsRefused() {
        http.post("/sample/v1/echo", "{\"name\":\"a\",\"name\":\"b\"" + REST + "}")
                .isProblem(400, "malformed-request");
    }

    @Test
    void anythingAfterTheBodyIsRefused() {
        String body = "{\"name\":\"a\"" + REST + "}";

        http.post("/sample/v1/echo", body + " {}").isProblem(400, "invalid-fields");
        http.post("/sample/v1/echo", body + " x").isProblem(400, "malformed-request");
        assertThat(http.post("/sample/v1/echo", body + " \n ").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "+1", "01", ".5", "1.", "0x1", "1_000"})
    void whatIsNoNumberInJsonIsRefused(String number) {
        assertThat(http.post("/sample/v1/echo", "{\"name\":\"a\"" + REST + ",\"weight\":" + number + "}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aNumberOfMoreThanAHundredDigitsIsRefused() {
        http.post("/sample/v1/echo", "{\"name\":\"a\"" + REST + ",\"weight\":" + "9".repeat(101) + "}")
                .isProblem(400, "invalid-fields");
        http.post("/sample/v1/echo", "{\"name\":\"a\"" + REST + ",\"extra\":" + "9".repeat(101) + "}")
                .isProblem(400, "invalid-fields");
        assertThat(http.post("/sample/v1/echo", "{\"name\":\"a\"" + REST + ",\"weight\":" + "9".repeat(100) + "}")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "-9223372036854775809", "1e400", "1e2"})
    void aNumberThatDoesNotFitIsRefusedWithItsPlace(String number) {
        Http.Answer answer = http.post(
                        "/sample/v1/echo", "{\"name\":\"a\",\"fragile\":false,\"quantity\":" + number + "}")
                .isProblem(400, "invalid-fields");

        assertThat(answer.text("/errors/0/pointer")).isEqualTo("/quantity");
    }

    @Test
    void moreThanFiftyLevelsAreRefused() {
        http.post("/sample/v1/echo", nested(50)).isProblem(400, "invalid-fields");
        assertThat(http.post("/sample/v1/echo", nested(49)).status()).isEqualTo(200);
    }

    @Test
    void anEndlessNameIsRefused() {
        http.post("/sample/v1/echo", "{\"" + "n".repeat(1_100) + "\":1}")
                .isProblem(400, "invalid-fields")
                .names("", "limit");
    }

    @Test
    void answersOfPeersMayHaveFieldsWeDoNotKnow() {
        ThingController.Line line =
                general.readValue("{\"product\":\"p\",\"count\":1,\"newer\":true}", ThingController.Line.class);

        assertThat(line.product()).isEqualTo("p");
    }

    /** The body itself is the first level. */
    private static String nested(int levels) {
        return "{\"name\":\"a\"" + REST + ",\"extra\":" + "[".repeat(levels) + "]".repeat(levels) + "}";
    }
}
