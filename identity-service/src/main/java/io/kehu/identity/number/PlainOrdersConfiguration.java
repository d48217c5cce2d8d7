package io.kehu.identity.number;

import io.kehu.starter.security.access.AccessAutoConfiguration.AllAccessRules;
import io.kehu.starter.security.access.Doorkeeper;
import io.kehu.starter.web.json.StrictJson;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.validation.Validator;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Puts the short way in front of all other filters. */
@Configuration(proxyBeanMethods = false)
class PlainOrdersConfiguration {

    @Bean
    FilterRegistrationBean<PlainOrders> plainOrders(
            AllAccessRules rules,
            Doorkeeper doorkeeper,
            HeaderWriter answerHeaders,
            StrictJson strict,
            Validator validator,
            IssueNumbers issueNumbers,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems,
            MeterRegistry meters) {
        FilterRegistrationBean<PlainOrders> registration = new FilterRegistrationBean<>(new PlainOrders(
                rules.rules().find(HttpMethod.POST, PlainOrders.PATH).orElseThrow(),
                doorkeeper,
                answerHeaders,
                strict.mapper(),
                validator,
                issueNumbers,
                problems,
                new OrderTimes(meters)));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        registration.addUrlPatterns(PlainOrders.PATH);
        return registration;
    }
}
