package io.kehu.starter.web;

import io.kehu.starter.web.json.StrictJson;
import io.kehu.starter.web.limit.BodyLimit;
import io.kehu.starter.web.limit.BodyLimitFilter;
import io.kehu.starter.web.problem.ProblemAdviceConfiguration;
import io.kehu.starter.web.problem.ProblemReportValve;
import io.kehu.starter.web.problem.ProblemWriter;
import io.kehu.starter.web.problem.Problems;
import io.kehu.starter.web.problem.RequestLanguage;
import io.kehu.starter.web.version.MergePatches;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Validator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.catalina.core.StandardHost;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.Ordered;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;
import tools.jackson.databind.json.JsonMapper;

/** Problems, limits, languages and strictness for every HTTP service. */
@AutoConfiguration(before = {ErrorMvcAutoConfiguration.class, WebMvcAutoConfiguration.class})
@EnableConfigurationProperties(WebProperties.class)
@Import(ProblemAdviceConfiguration.class)
public class WebAutoConfiguration {

    @Bean
    Problems problems(ObjectProvider<Problems.TraceId> traceId) {
        ResourceBundleMessageSource texts = new ResourceBundleMessageSource();
        texts.setBasenames("problems", "kehu/common-problems");
        texts.setDefaultEncoding(StandardCharsets.UTF_8.name());
        texts.setFallbackToSystemLocale(false);
        return new Problems((MessageSource) texts, traceId.getIfAvailable(() -> () -> null));
    }

    @Bean
    ProblemWriter problemWriter(Problems problems, JsonMapper mapper) {
        return new ProblemWriter(problems, mapper);
    }

    @Bean
    StrictJson strictJson(JsonMapper mapper) {
        return StrictJson.from(mapper);
    }

    /** Bodies are read strictly; everything else about the converters stays Spring's own. */
    @Bean
    WebMvcConfigurer strictBodies(StrictJson strict) {
        return new WebMvcConfigurer() {
            @Override
            public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
                builder.withJsonConverter(new JacksonJsonHttpMessageConverter(strict.mapper()));
            }
        };
    }

    @Bean
    MergePatches mergePatches(StrictJson strict, Validator validator) {
        return new MergePatches(strict.mapper(), validator);
    }

    @Bean
    @ConditionalOnMissingBean(name = "localeResolver")
    LocaleResolver localeResolver() {
        // Spring's own choice takes zh and zh-Hans-CN for languages we do not have.
        AcceptHeaderLocaleResolver resolver = new AcceptHeaderLocaleResolver() {
            @Override
            public Locale resolveLocale(HttpServletRequest request) {
                return RequestLanguage.of(request);
            }
        };
        resolver.setSupportedLocales(RequestLanguage.SUPPORTED);
        resolver.setDefaultLocale(RequestLanguage.SUPPORTED.getFirst());
        return resolver;
    }

    @Bean
    FilterRegistrationBean<BodyLimitFilter> bodyLimitFilter(
            WebProperties properties, ObjectProvider<BodyLimit> limits, ProblemWriter problems) {
        List<BodyLimit> rules = limits.orderedStream().toList();
        FilterRegistrationBean<BodyLimitFilter> registration =
                new FilterRegistrationBean<>(new BodyLimitFilter(properties.maxBody(), rules, problems));
        // Before security, so that nobody can make us read much by sending no token.
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 100);
        return registration;
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsBelowSpring() {
        return factory -> factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ProblemReportValve.class.getName());
            }
        });
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Tracer.class)
    static class Tracing {

        @Bean
        Problems.TraceId traceId(ObjectProvider<Tracer> tracers) {
            return () -> {
                Tracer tracer = tracers.getIfAvailable();
                Span span = tracer == null ? null : tracer.currentSpan();
                return span == null ? null : span.context().traceId();
            };
        }
    }
}
