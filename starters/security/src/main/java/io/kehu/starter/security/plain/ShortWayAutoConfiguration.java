package io.kehu.starter.security.plain;

import io.kehu.starter.security.access.AccessAutoConfiguration;
import io.kehu.starter.security.access.AccessAutoConfiguration.AllAccessRules;
import io.kehu.starter.security.access.Doorkeeper;
import io.kehu.starter.web.json.StrictJson;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.validation.Validator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Puts the short ways in front of all other filters. */
@AutoConfiguration(after = AccessAutoConfiguration.class)
@ConditionalOnBean(PlainOperation.class)
class ShortWayAutoConfiguration {

    @Bean
    FilterRegistrationBean<ShortWays> shortWays(
            List<PlainOperation<?>> operations,
            AllAccessRules rules,
            Doorkeeper doorkeeper,
            HeaderWriter answerHeaders,
            StrictJson strict,
            Validator validator,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems,
            MeterRegistry meters) {
        ShortWayTools tools =
                new ShortWayTools(doorkeeper, answerHeaders, strict.mapper(), validator, problems, meters);
        Map<String, ShortWay<?>> ways = new HashMap<>();
        for (PlainOperation<?> operation : operations) {
            ways.put(operation.path(), way(operation, rules, tools));
        }
        FilterRegistrationBean<ShortWays> registration = new FilterRegistrationBean<>(new ShortWays(ways));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        registration.setUrlPatterns(ways.keySet());
        return registration;
    }

    private static <B> ShortWay<B> way(PlainOperation<B> operation, AllAccessRules rules, ShortWayTools tools) {
        return new ShortWay<>(
                operation, rules.rules().find(HttpMethod.POST, operation.path()).orElseThrow(), tools);
    }
}
