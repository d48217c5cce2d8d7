package io.kehu.notification;

import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MANAGER;
import static io.kehu.starter.security.Role.MARKETER;
import static io.kehu.starter.security.Role.MEMBER;
import static io.kehu.starter.security.Role.PRIVACY_OFFICER;
import static io.kehu.starter.security.Role.SERVICE;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import io.kehu.starter.security.access.AccessRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who may do what in notification-service. */
@Configuration(proxyBeanMethods = false)
class NotificationAccess {

    @Bean
    AccessRules notificationRules() {
        return AccessRules.define()
                .open(GET, "/notification/v3/api-docs")
                .open(GET, "/notification/v3/api-docs.yaml")
                .allow(GET, "/notification/v1/templates", ADMIN, MANAGER)
                .allow(POST, "/notification/v1/templates", ADMIN, MANAGER)
                .allow(GET, "/notification/v1/templates/{key}", ADMIN, MANAGER)
                .allow(POST, "/notification/v1/templates/{key}/versions", ADMIN, MANAGER)
                .allow(POST, "/notification/v1/templates/{key}/versions/{locale}/{version}:approve", MANAGER)
                .allow(POST, "/notification/v1/templates/{key}/versions/{locale}/{version}:retire", ADMIN, MANAGER)
                .allow(POST, "/notification/v1/templates/{key}:preview", ADMIN, MANAGER)
                .allow(GET, "/notification/v1/messages", AGENT, MANAGER, MARKETER, MEMBER)
                .allow(POST, "/notification/v1/messages", AGENT, INTEGRATOR, MANAGER, SERVICE)
                .allow(POST, "/notification/v1/messages:batch", AGENT, INTEGRATOR, MANAGER, SERVICE)
                .allow(GET, "/notification/v1/messages/{id}", AGENT, MANAGER, MARKETER)
                .allow(GET, "/notification/v1/messages/{id}/explanation", AGENT, MANAGER, MARKETER)
                .allow(GET, "/notification/v1/suppressions", MANAGER, PRIVACY_OFFICER)
                .allow(POST, "/notification/v1/suppressions", MANAGER, PRIVACY_OFFICER)
                .allow(POST, "/notification/v1/suppressions:lookup", MANAGER, PRIVACY_OFFICER)
                .allow(GET, "/notification/v1/suppressions/{id}", MANAGER, PRIVACY_OFFICER)
                .allow(DELETE, "/notification/v1/suppressions/{id}", MANAGER, PRIVACY_OFFICER)
                .build();
    }
}
