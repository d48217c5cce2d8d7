package io.kehu.starter.web.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Lists by keyset. */
@WebTest
class PagingTests {

    @LocalServerPort
    private int port;

    @Autowired
    private Things things;

    private Http http;

    @BeforeEach
    void connect() {
        http = new Http(port);
    }

    @Test
    void pagesTogetherAreTheWholeListEachItemOnce() {
        // Equal names, so that the second part of the key has to decide.
        List<Long> expected = IntStream.range(0, 7)
                .mapToObj(i -> things.add("walk-" + i / 3 + "-客户", i).id())
                .toList();

        List<Long> seen = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonNode page = http.get("/sample/v1/things?prefix=walk-&limit=2&cursor=" + cursor)
                    .json();
            page.path("items").forEach(item -> seen.add(item.path("id").longValue()));
            cursor = page.path("nextCursor").asString("");
            pages++;
        } while (!cursor.isEmpty());

        assertThat(seen).isEqualTo(expected);
        assertThat(pages).isEqualTo(4);
    }

    @Test
    void aPageThatIsExactlyFullHasNoNext() {
        things.add("full-", 1);
        things.add("full-", 2);

        JsonNode page = http.get("/sample/v1/things?prefix=full-&limit=2").json();

        assertThat(page.path("items").size()).isEqualTo(2);
        assertThat(page.has("nextCursor")).isFalse();
    }

    @Test
    void withoutALimitAPageHasFifty() {
        IntStream.range(0, 51).forEach(i -> things.add("many-", i));

        JsonNode page = http.get("/sample/v1/things?prefix=many-").json();

        assertThat(page.path("items").size()).isEqualTo(50);
        assertThat(page.path("nextCursor").asString()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "%25%25%25", "YWJj", "!!!!", "YR8xHzI", "YR94", "YR85OTk5OTk5OTk5OTk5OTk5OTk5OQ"})
    void aCursorThatIsNotOursIsRefused(String cursor) {
        http.get("/sample/v1/things?cursor=" + cursor).isProblem(400, "invalid-cursor");
    }

    @Test
    void aCursorWithANulCharacterIsRefused() {
        String forged = Base64.getUrlEncoder().encodeToString("a\0b\u001f1".getBytes(StandardCharsets.UTF_8));

        http.get("/sample/v1/things?cursor=" + forged).isProblem(400, "invalid-cursor");
    }

    @Test
    void aCutOrLengthenedCursorIsRefused() {
        things.add("cut-", 1);
        things.add("cut-", 2);
        String cursor = http.get("/sample/v1/things?prefix=cut-&limit=1").text("/nextCursor");

        http.get("/sample/v1/things?cursor=" + cursor.substring(0, 3)).isProblem(400, "invalid-cursor");
        http.get("/sample/v1/things?cursor=" + cursor + "AAAA").isProblem(400, "invalid-cursor");
    }
}
