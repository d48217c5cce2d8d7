package io.kehu.gateway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.gateway.Door;
import io.kehu.gateway.GatewayTest;
import io.kehu.gateway.Upstream;
import io.kehu.starter.test.contract.Repository;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;

/** What people and programs read at the gateway, without a token and without any other host. */
@GatewayTest
class DocsControllerTests {

    private static final Pattern LINK = Pattern.compile("href='([^']+)'");

    @Autowired
    private Door door;

    @BeforeEach
    void reset() {
        Upstream.resetAll();
    }

    @Test
    void thePageListsEveryServicesDocument() throws Exception {
        HttpResponse<String> page = door.getAnonymously("/docs");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
        assertThat(links(page.body()))
                .contains(Upstream.stream()
                        .flatMap(upstream -> Stream.of(
                                "/" + upstream.domain() + "/v3/api-docs",
                                "/" + upstream.domain() + "/v3/api-docs.yaml"))
                        .toArray(String[]::new));
    }

    @Test
    void everyLinkLeadsSomewhereOnThisHost() throws Exception {
        for (String link : links(door.getAnonymously("/docs").body())) {
            assertThat(link).startsWith("/").doesNotStartWith("//");
            assertThat(door.getAnonymously(link).statusCode()).as(link).isEqualTo(200);
        }
    }

    @Test
    void aDocumentComesFromItsService() throws Exception {
        assertThat(door.getAnonymously("/loyalty/v3/api-docs.yaml").body()).isEqualTo("{\"from\":\"loyalty\"}");
        assertThat(Upstream.of("loyalty").only().target()).isEqualTo("/loyalty/v3/api-docs.yaml");
    }

    @Test
    void thePageListsEveryEvent() throws Exception {
        List<String> schemas = fileNames("docs/events", ".schema.json");

        assertThat(schemas).isNotEmpty();
        assertThat(links(door.getAnonymously("/docs").body()))
                .contains(schemas.stream().map(file -> "/events/" + file).toArray(String[]::new));
    }

    @Test
    void everySchemaAndSampleIsServedAsItIs() throws Exception {
        for (String file : fileNames("docs/events", ".json")) {
            HttpResponse<String> response = door.getAnonymously("/events/" + file);

            assertThat(response.statusCode()).as(file).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(response.body())
                    .isEqualTo(Files.readString(
                            Repository.root().resolve("docs/events").resolve(file)));
        }
    }

    @Test
    void theListOfEventsIsForPrograms() throws Exception {
        HttpResponse<String> response = door.getAnonymously("/events");

        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        List<String> types = JsonMapper.shared()
                .readTree(response.body())
                .path("items")
                .valueStream()
                .map(item -> item.path("type").stringValue())
                .toList();
        assertThat(types)
                .containsExactlyElementsOf(fileNames("docs/events", ".schema.json").stream()
                        .map(file -> file.replace(".schema.json", ""))
                        .toList());
    }

    @Test
    void everyProblemOfTheCatalogueIsExplained() throws Exception {
        List<String> slugs = Pattern.compile("(?m)^\\| `([^`]+)`")
                .matcher(Files.readString(Repository.root().resolve("docs/problems.md")))
                .results()
                .map(match -> match.group(1))
                .distinct()
                .toList();

        assertThat(slugs).hasSizeGreaterThan(20);
        for (String slug : slugs) {
            HttpResponse<String> page = door.getAnonymously("/problems/" + slug);
            assertThat(page.statusCode()).as(slug).isEqualTo(200);
            assertThat(page.body()).contains("<td>" + slug);
        }
        assertThat(door.getAnonymously("/problems/all").body()).contains(slugs);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/problems/no-such-problem",
                "/problems/%3Cscript%3E",
                "/problems/NOT-FOUND",
                "/events/no.such.event.v1.schema.json",
                "/events/README.md",
                "/events/application.yaml"
            })
    void whatIsNotThereIsNotFound(String path) throws Exception {
        Door.problem(door.getAnonymously(path), 404, "not-found");
    }

    @Test
    void theProblemTypeOfAnErrorCanBeFollowed() throws Exception {
        String type = Door.problem(door.get("/nowhere"), 404, "not-found")
                .path("type")
                .stringValue();

        assertThat(door.getAnonymously(type).body()).contains("not-found");
    }

    @Test
    void thePagesNeedNoOtherHostAndNoScript() throws Exception {
        for (String path : new String[] {"/docs", "/problems/all"}) {
            HttpResponse<String> page = door.getAnonymously(path);
            assertThat(page.body())
                    .doesNotContain("http://")
                    .doesNotContain("https://")
                    .doesNotContain("<script");
            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy)
                            .contains("default-src 'none'")
                            .contains("style-src 'self'")
                            .contains("frame-ancestors 'none'"));
        }
    }

    private static List<String> links(String html) {
        return LINK.matcher(html).results().map(match -> match.group(1)).toList();
    }

    private static List<String> fileNames(String folder, String end) throws Exception {
        try (Stream<Path> files = Files.list(Repository.root().resolve(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(end))
                    .sorted()
                    .toList();
        }
    }
}
