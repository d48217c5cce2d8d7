package io.kehu.starter.security.plain;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/**
 * Short ways for plain requests: a caller with a good token, a small body, no trace to carry on. The chains of filters and interceptors
 * cost several times what such a request does. Whatever is not plain, or not in order, goes the ordinary way with its body, and is
 * refused there.
 */
final class ShortWays extends HttpFilter {

    private final transient Map<String, ShortWay<?>> ways;

    /** @param ways by path */
    ShortWays(Map<String, ShortWay<?>> ways) {
        this.ways = Map.copyOf(ways);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        ShortWay<?> way = ways.get(request.getRequestURI());
        HttpServletRequest left = way == null ? request : way.serve(request, response);
        if (left != null) {
            chain.doFilter(left, response);
        }
    }
}
