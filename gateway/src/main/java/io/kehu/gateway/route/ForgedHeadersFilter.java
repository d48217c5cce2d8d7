package io.kehu.gateway.route;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.cloud.gateway.server.mvc.filter.HttpHeadersFilter.RequestHttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.function.ServerRequest;

/** Takes off what only we may say: headers by which services would believe something about the caller. */
@Component
class ForgedHeadersFilter implements RequestHttpHeadersFilter, Ordered {

    private static final List<String> PREFIXES =
            List.of("x-forwarded", "x-user", "x-tenant", "x-original", "x-rewrite", "kehu-");
    private static final List<String> NAMES = List.of(
            "forwarded",
            "x-real-ip",
            "http2-settings",
            "expect",
            "x-http-method-override",
            "x-http-method",
            "x-method-override");

    @Override
    public HttpHeaders apply(HttpHeaders headers, ServerRequest request) {
        Set<String> forOneHop = forOneHop(request.headers().asHttpHeaders());
        HttpHeaders clean = new HttpHeaders();
        headers.forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!NAMES.contains(lower)
                    && !forOneHop.contains(lower)
                    && PREFIXES.stream().noneMatch(lower::startsWith)) {
                clean.put(name, values);
            }
        });
        return clean;
    }

    /** Headers that {@code Connection} names end with the connection (RFC 9110, 7.6.1), as it does itself. */
    private static Set<String> forOneHop(HttpHeaders headers) {
        return headers.getConnection().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    /** Last, so that nothing puts back what was taken off. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
