package io.kehu.customer;

import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.parser.OpenAPIV3Parser;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/** Fails every answer with a status of success that {@code openapi.yaml} does not know, so that each test over HTTP checks it. */
class DeclaredAnswers extends OncePerRequestFilter {

    private final Map<String, Set<String>> statuses = read();

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(request, new HttpServletResponseWrapper(response) {
            @Override
            public void setStatus(int status) {
                mustBeDeclared(request, status);
                super.setStatus(status);
            }
        });
        mustBeDeclared(request, response.getStatus());
    }

    private void mustBeDeclared(HttpServletRequest request, int status) {
        String operation =
                request.getMethod() + " " + request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        boolean success = status >= 200 && status < 300;
        if (success && !statuses.getOrDefault(operation, Set.of("" + status)).contains("" + status)) {
            throw new IllegalStateException(operation + " answers " + status + ", which openapi.yaml does not know");
        }
    }

    private static Map<String, Set<String>> read() {
        try {
            return new OpenAPIV3Parser()
                    .readContents(Files.readString(Path.of("openapi.yaml"))).getOpenAPI().getPaths().entrySet().stream()
                            .flatMap(path -> statuses(path.getKey(), path.getValue()))
                            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Map.Entry<String, Set<String>>> statuses(String path, PathItem item) {
        return item.readOperationsMap().entrySet().stream()
                .map(operation -> Map.entry(
                        operation.getKey() + " " + path,
                        operation.getValue().getResponses().keySet()));
    }
}
