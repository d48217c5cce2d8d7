package io.kehu.gateway.docs;

import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** Pages that need no other host and work offline. */
@RestController
class DocsController {

    private static final List<String> DOMAINS = List.of("customer", "identity", "loyalty", "feedback", "notification");
    private static final String HTML = "text/html;charset=UTF-8";
    private static final String FOLDER = "kehu-docs/";

    /**
     * All events.
     *
     * @param items in the order of their names
     */
    record EventCatalogue(List<EventLinks> items) {}

    /** Where an event type is described. */
    record EventLinks(String type, String schema, String sample) {}

    @GetMapping(path = "/docs", produces = HTML)
    ResponseEntity<String> docs() {
        StringBuilder html = new StringBuilder(Page.head("Kehu API"));
        html.append("<h2>API 文档 · API documents</h2><p>OpenAPI 3.1</p><ul>");
        for (String domain : DOMAINS) {
            String address = "/" + domain + "/v3/api-docs";
            html.append("<li>")
                    .append(domain)
                    .append("-service: <a href='")
                    .append(address)
                    .append(".yaml'>YAML</a>, <a href='")
                    .append(address)
                    .append("'>JSON</a></li>");
        }
        html.append("</ul><h2>事件 · Events</h2><ul>");
        for (String type : eventTypes()) {
            html.append("<li><a href='/events/")
                    .append(type)
                    .append(".schema.json'>")
                    .append(type)
                    .append("</a></li>");
        }
        return page(html.append("</ul><h2>错误 · Problems</h2><p><a href='/problems/all'>全部 · all</a></p>"));
    }

    @GetMapping(path = "/docs.css", produces = "text/css")
    String style() {
        return Page.STYLE;
    }

    /** The address every problem's {@code type} points to. */
    @GetMapping(path = "/problems/{slug}", produces = HTML)
    ResponseEntity<String> problem(@PathVariable String slug) {
        boolean all = slug.equals("all");
        StringBuilder html = new StringBuilder(Page.head(all ? "Problems" : HtmlUtils.htmlEscape(slug)));
        html.append("<table><tr><th>Name<th>Status<th>What you can do");
        boolean found = false;
        for (String line : read("problems.md").lines().toList()) {
            boolean row = line.startsWith("| `");
            if (row && (all || line.startsWith("| `" + slug + "`"))) {
                found = true;
                String[] cells = line.split("\\|", -1);
                html.append("<tr>");
                for (int i = 1; i <= 3; i++) {
                    html.append("<td>")
                            .append(HtmlUtils.htmlEscape(cells[i].strip().replace("`", "")));
                }
            }
        }
        if (!found) {
            throw new ProblemException(CommonProblem.NOT_FOUND);
        }
        return page(html.append("</table><p><a href='/docs'>←</a></p>"));
    }

    @GetMapping(path = "/events", produces = MediaType.APPLICATION_JSON_VALUE)
    EventCatalogue events() {
        return new EventCatalogue(eventTypes().stream()
                .map(type ->
                        new EventLinks(type, "/events/" + type + ".schema.json", "/events/" + type + ".sample.json"))
                .toList());
    }

    /** Schemas and samples of events. */
    @GetMapping("/events/{file}")
    ResponseEntity<String> event(@PathVariable String file) {
        if (!file.matches("[a-z.\\d]+\\.(schema|sample)\\.json")) {
            throw new ProblemException(CommonProblem.NOT_FOUND);
        }
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(read("events/" + file));
    }

    private static List<String> eventTypes() {
        try {
            Resource[] schemas = new PathMatchingResourcePatternResolver()
                    .getResources("classpath*:" + FOLDER + "events/*.schema.json");
            List<String> types = new ArrayList<>();
            Arrays.stream(schemas)
                    .map(schema -> String.valueOf(schema.getFilename()).replace(".schema.json", ""))
                    .sorted(Comparator.naturalOrder())
                    .forEach(types::add);
            return types;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ResponseEntity<String> page(StringBuilder html) {
        return ResponseEntity.ok()
                .header("Content-Security-Policy", Page.CONTENT_SECURITY_POLICY)
                .body(html.toString());
    }

    private static String read(String file) {
        try (InputStream input = new ClassPathResource(FOLDER + file.toLowerCase(Locale.ROOT)).getInputStream()) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ProblemException(CommonProblem.NOT_FOUND);
        }
    }
}
