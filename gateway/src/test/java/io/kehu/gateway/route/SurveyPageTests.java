package io.kehu.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.gateway.Door;
import io.kehu.gateway.GatewayTest;
import io.kehu.gateway.Upstream;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The page behind a survey's link, for people without an account. */
@GatewayTest
class SurveyPageTests {

    private static final String SURVEY = "/feedback/v1/responses/abc";

    @Autowired
    private Door door;

    private final Upstream feedback = Upstream.of("feedback");

    @BeforeEach
    void reset() {
        Upstream.resetAll();
    }

    /** A browser without an account answers a survey; the address of the page chose the language. */
    @Test
    void aFormPassesByteForByte() throws Exception {
        String form = "nps=9&comment=%E5%BE%88%E5%A5%BD+%26+%2B&lang=en&multi=a&multi=b&empty=&&last";

        HttpResponse<String> response = door.sendAnonymously(
                SURVEY + "?lang=en",
                request -> request.header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(feedback.only().target()).isEqualTo(SURVEY + "?lang=en");
        assertThat(feedback.only().text()).isEqualTo(form);
        assertThat(feedback.only().header("content-type")).containsExactly("application/x-www-form-urlencoded");
    }

    @Test
    void aFormIsMeasuredLikeEveryBody() throws Exception {
        HttpResponse<String> response = door.sendAnonymously(
                SURVEY,
                request -> request.header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[3 * 1_048_576]))));

        Door.problem(response, 413, "body-too-large");
    }

    @Test
    void aPageOfTheServiceKeepsItsOwnPolicy() throws Exception {
        String policy = "default-src 'none'; style-src 'sha256-abc'; form-action 'self'";
        feedback.answer(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html;charset=UTF-8");
            exchange.getResponseHeaders().set("Content-Security-Policy", policy);
            exchange.getResponseHeaders().set("X-Robots-Tag", "noindex");
            Upstream.reply(exchange, 200, "<h1>您这次购物的感受</h1>");
        });

        HttpResponse<String> response = door.getAnonymously(SURVEY);

        assertThat(response.body()).isEqualTo("<h1>您这次购物的感受</h1>");
        assertThat(response.headers().allValues("Content-Type")).containsExactly("text/html;charset=UTF-8");
        assertThat(response.headers().allValues("Content-Security-Policy")).containsExactly(policy);
        assertThat(response.headers().allValues("X-Robots-Tag")).containsExactly("noindex");
    }
}
