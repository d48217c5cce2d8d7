package io.kehu.starter.web.sample;

import io.kehu.starter.web.limit.BodyLimit;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/** A service with the web starter and nothing else; who calls is said by a header, because there is no security here. */
@SpringBootApplication
public class SampleApplication {

    @Bean
    BodyLimit uploads() {
        return new BodyLimit("/sample/v1/uploads/{kind}", DataSize.ofKilobytes(256));
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 200)
    OncePerRequestFilter callers() {
        return new OncePerRequestFilter() {
            @Override
            protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                    throws ServletException, IOException {
                if (request.getHeader("X-Fail") != null) {
                    throw new IllegalStateException("secret words of a filter");
                }
                String name = request.getHeader("X-Caller");
                Principal caller = name == null ? null : () -> name;
                chain.doFilter(
                        new HttpServletRequestWrapper(request) {
                            @Override
                            public Principal getUserPrincipal() {
                                return caller;
                            }
                        },
                        response);
            }
        };
    }
}
