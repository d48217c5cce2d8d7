package io.kehu.gateway.route;

import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.uri;
import static org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions.route;
import static org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctions.http;
import static org.springframework.web.servlet.function.RequestPredicates.path;

import java.net.URI;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * One route per service, by the first part of the path, hottest first. Paths are the same on both sides; the caller's token is relayed as
 * it is.
 */
@Configuration(proxyBeanMethods = false)
class Routes {

    @Bean
    @Order(1)
    RouterFunction<ServerResponse> customerRoute(GatewayProperties properties) {
        return prefix("customer", properties.services().customer());
    }

    @Bean
    @Order(2)
    RouterFunction<ServerResponse> loyaltyRoute(GatewayProperties properties) {
        return prefix("loyalty", properties.services().loyalty());
    }

    @Bean
    @Order(3)
    RouterFunction<ServerResponse> identityRoute(GatewayProperties properties) {
        return prefix("identity", properties.services().identity());
    }

    @Bean
    @Order(4)
    RouterFunction<ServerResponse> feedbackRoute(GatewayProperties properties) {
        return prefix("feedback", properties.services().feedback());
    }

    @Bean
    @Order(5)
    RouterFunction<ServerResponse> notificationRoute(GatewayProperties properties) {
        return prefix("notification", properties.services().notification());
    }

    private static RouterFunction<ServerResponse> prefix(String domain, URI service) {
        return route(domain)
                .route(path("/" + domain + "/**"), http())
                .before(uri(service))
                .build();
    }
}
