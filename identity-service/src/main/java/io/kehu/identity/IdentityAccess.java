package io.kehu.identity;

import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MANAGER;
import static io.kehu.starter.security.Role.PRIVACY_OFFICER;
import static io.kehu.starter.security.Role.SERVICE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import io.kehu.starter.security.access.AccessRules;
import io.kehu.starter.web.limit.BodyLimit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** Who may do what in identity-service. */
@Configuration(proxyBeanMethods = false)
class IdentityAccess {

    private static final String ADOPTION = "/identity/v1/numbers:adopt";
    private static final DataSize LARGEST_ADOPTION = DataSize.ofMegabytes(128);

    @Bean
    AccessRules identityRules() {
        return AccessRules.define()
                .open(GET, "/identity/v3/api-docs")
                .open(GET, "/identity/v3/api-docs.yaml")
                .allow(GET, "/identity/v1/schemes", ADMIN, AGENT, AUDITOR, INTEGRATOR, MANAGER, SERVICE)
                .allow(POST, "/identity/v1/schemes", ADMIN)
                .allow(GET, "/identity/v1/schemes/{code}", ADMIN, AGENT, AUDITOR, INTEGRATOR, MANAGER, SERVICE)
                .allow(PATCH, "/identity/v1/schemes/{code}", ADMIN)
                .allow(GET, "/identity/v1/schemes/{code}/preview", ADMIN)
                .allow(GET, "/identity/v1/schemes/{code}/ledger", ADMIN, AUDITOR, MANAGER)
                .allow(GET, "/identity/v1/schemes/{code}/capacity", ADMIN, AUDITOR, MANAGER)
                .allow(POST, "/identity/v1/schemes/{code}:freeze", ADMIN, MANAGER)
                .allow(POST, "/identity/v1/schemes/{code}:unfreeze", ADMIN)
                .allow(POST, "/identity/v1/numbers", ADMIN, INTEGRATOR, MANAGER, SERVICE)
                .allow(
                        GET,
                        "/identity/v1/numbers/{number}",
                        ADMIN,
                        AGENT,
                        AUDITOR,
                        INTEGRATOR,
                        MANAGER,
                        PRIVACY_OFFICER,
                        SERVICE)
                .allow(POST, ADOPTION, ADMIN, MANAGER)
                .allow(
                        POST,
                        "/identity/v1/numbers:validate",
                        ADMIN,
                        AGENT,
                        AUDITOR,
                        INTEGRATOR,
                        MANAGER,
                        PRIVACY_OFFICER,
                        SERVICE)
                .allow(POST, "/identity/v1/numbers/{number}:activate", ADMIN, INTEGRATOR, MANAGER, SERVICE)
                .allow(POST, "/identity/v1/numbers/{number}:retire", ADMIN, MANAGER, SERVICE)
                .allow(POST, "/identity/v1/numbers/{number}:quarantine", ADMIN, MANAGER)
                .allow(POST, "/identity/v1/numbers/{number}:release", ADMIN, MANAGER)
                .allow(POST, "/identity/v1/numbers:merge", ADMIN, MANAGER, SERVICE)
                .allow(POST, "/identity/v1/numbers:unmerge", ADMIN, MANAGER, SERVICE)
                .allow(PUT, "/identity/v1/references/{system}/{externalId}", ADMIN, INTEGRATOR, MANAGER, SERVICE)
                .allow(GET, "/identity/v1/references/{system}/{externalId}", ADMIN, AGENT, INTEGRATOR, MANAGER, SERVICE)
                .allow(POST, "/identity/v1/references:batch", ADMIN, INTEGRATOR, SERVICE)
                .allow(POST, "/identity/v1/references:resolve", ADMIN, AGENT, INTEGRATOR, MANAGER, SERVICE)
                .allow(POST, "/identity/v1/leases", ADMIN, INTEGRATOR, MANAGER, SERVICE)
                .allow(GET, "/identity/v1/leases", ADMIN, AUDITOR, INTEGRATOR, MANAGER, SERVICE)
                .allow(GET, "/identity/v1/leases/{id}", ADMIN, AUDITOR, INTEGRATOR, MANAGER, SERVICE)
                .allow(GET, "/identity/v1/leases/{id}/numbers", ADMIN, INTEGRATOR, MANAGER, SERVICE)
                .allow(POST, "/identity/v1/leases/{id}/usage", ADMIN, INTEGRATOR, MANAGER, SERVICE)
                .allow(POST, "/identity/v1/leases/{id}:return", ADMIN, INTEGRATOR, MANAGER, SERVICE)
                .build();
    }

    @Bean
    BodyLimit adoptionUpload() {
        return new BodyLimit(ADOPTION, LARGEST_ADOPTION);
    }
}
