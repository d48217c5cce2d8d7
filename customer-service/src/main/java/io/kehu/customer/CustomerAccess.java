package io.kehu.customer;

import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MANAGER;
import static io.kehu.starter.security.Role.MARKETER;
import static io.kehu.starter.security.Role.MEMBER;
import static io.kehu.starter.security.Role.PRIVACY_OFFICER;
import static io.kehu.starter.security.Role.SERVICE;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import io.kehu.starter.protection.mask.Mask;
import io.kehu.starter.protection.mask.Unmasking;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.access.AccessRules;
import io.kehu.starter.web.limit.BodyLimit;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** Who may do and see what in customer-service. */
@Configuration(proxyBeanMethods = false)
class CustomerAccess {

    /** Whoever works here, and the systems of the house. */
    private static final Set<Role> STAFF =
            Set.of(AGENT, MANAGER, MARKETER, PRIVACY_OFFICER, AUDITOR, ADMIN, INTEGRATOR);

    /** Staff, and customers for themselves. */
    private static final Set<Role> EVERYBODY =
            Set.of(AGENT, MANAGER, MARKETER, PRIVACY_OFFICER, AUDITOR, ADMIN, INTEGRATOR, MEMBER);

    /** Who writes records, and customers their own. */
    private static final Set<Role> EDITORS = Set.of(AGENT, MANAGER, ADMIN, INTEGRATOR, MEMBER);

    /** Who passes on what a customer wants: a consent, an erasure. */
    private static final Set<Role> PASSING_ON = Set.of(AGENT, MANAGER, PRIVACY_OFFICER, ADMIN, INTEGRATOR, MEMBER);

    /** Who sees what happened to a record. */
    private static final Set<Role> LOOKING_BACK = Set.of(AGENT, MANAGER, PRIVACY_OFFICER, AUDITOR, ADMIN, MEMBER);

    /** Who sees labels, and jobs over many records. */
    private static final Set<Role> FOLLOWING_JOBS = Set.of(AGENT, MANAGER, MARKETER, AUDITOR, ADMIN, INTEGRATOR);

    private static final DataSize LARGEST_FILE = DataSize.ofMegabytes(10);
    private static final DataSize LARGEST_IMPORT = DataSize.ofMegabytes(512);

    @Bean
    AccessRules customerRules() {
        return AccessRules.define()
                .open(GET, "/customer/v3/api-docs")
                .open(GET, "/customer/v3/api-docs.yaml")
                .allow(POST, "/customer/v1/customers", AGENT, MANAGER, ADMIN, INTEGRATOR)
                .allow(GET, "/customer/v1/customers", AGENT, MANAGER, MARKETER, PRIVACY_OFFICER, ADMIN)
                .allow(GET, "/customer/v1/customers/{number}", EVERYBODY)
                .allow(PATCH, "/customer/v1/customers/{number}", EDITORS)
                .allow(GET, "/customer/v1/customers/{number}/files/{field}/{id}", EVERYBODY)
                .allow(PUT, "/customer/v1/customers/{number}/files/{field}/{id}", EDITORS)
                .allow(DELETE, "/customer/v1/customers/{number}/files/{field}/{id}", EDITORS)
                .allow(POST, "/customer/v1/customers/{number}/reveals", AGENT, MANAGER, PRIVACY_OFFICER)
                .allow(POST, "/customer/v1/customers:search", AGENT, MANAGER, PRIVACY_OFFICER, ADMIN, INTEGRATOR)
                .allow(POST, "/customer/v1/customers:batchGet", SERVICE)
                .allow(GET, "/customer/v1/customers/{number}/history", LOOKING_BACK)
                .allow(
                        GET,
                        "/customer/v1/customers/{number}/relations",
                        AGENT,
                        MANAGER,
                        PRIVACY_OFFICER,
                        AUDITOR,
                        ADMIN,
                        INTEGRATOR)
                .allow(GET, "/customer/v1/customers/{number}/consents", EVERYBODY)
                .allow(POST, "/customer/v1/customers/{number}/consents", PASSING_ON)
                .allow(GET, "/customer/v1/customers/{number}/consents/history", LOOKING_BACK)
                .allow(POST, "/customer/v1/customers/{number}/relations", AGENT, MANAGER, ADMIN, INTEGRATOR)
                .allow(DELETE, "/customer/v1/customers/{number}/relations/{id}", AGENT, MANAGER, ADMIN, INTEGRATOR)
                .allow(GET, "/customer/v1/customers/{number}/timeline", LOOKING_BACK)
                .allow(POST, "/customer/v1/customers/{number}/timeline", AGENT, MANAGER)
                .allow(POST, "/customer/v1/interactions:batch", ADMIN, INTEGRATOR)
                .allow(POST, "/customer/v1/interactions:search", AGENT, MANAGER, PRIVACY_OFFICER)
                .allow(GET, "/customer/v1/teams", AGENT, MANAGER, MARKETER, PRIVACY_OFFICER, AUDITOR, ADMIN)
                .allow(PUT, "/customer/v1/teams/{code}", ADMIN)
                .allow(GET, "/customer/v1/staff", MANAGER, AUDITOR, ADMIN)
                .allow(PUT, "/customer/v1/staff/{subject}", ADMIN)
                .allow(DELETE, "/customer/v1/staff/{subject}", ADMIN)
                .allow(GET, "/customer/v1/pools", AGENT, MANAGER, AUDITOR, ADMIN)
                .allow(PUT, "/customer/v1/pools/{code}", ADMIN)
                .allow(POST, "/customer/v1/pool:claim", AGENT, MANAGER)
                .allow(POST, "/customer/v1/pool:release", AGENT, MANAGER, ADMIN)
                .allow(POST, "/customer/v1/customers:transfer", MANAGER, ADMIN)
                .allow(GET, "/customer/v1/customers/{number}/ownership", AGENT, MANAGER, AUDITOR, ADMIN)
                .allow(GET, "/customer/v1/tags", FOLLOWING_JOBS)
                .allow(POST, "/customer/v1/tags", MANAGER, ADMIN)
                .allow(PUT, "/customer/v1/tags/{code}", MANAGER, ADMIN)
                .allow(POST, "/customer/v1/tags/{code}:apply", AGENT, MANAGER, MARKETER, ADMIN, INTEGRATOR)
                .allow(POST, "/customer/v1/tags/{code}:remove", AGENT, MANAGER, MARKETER, ADMIN, INTEGRATOR)
                .allow(GET, "/customer/v1/customers/{number}/tags", STAFF)
                .allow(
                        GET,
                        "/customer/v1/customers/{number}/purchases",
                        AGENT,
                        MANAGER,
                        AUDITOR,
                        ADMIN,
                        INTEGRATOR,
                        MEMBER)
                .allow(POST, "/customer/v1/purchases", AGENT, MANAGER, ADMIN, INTEGRATOR)
                .allow(POST, "/customer/v1/purchases:batch", ADMIN, INTEGRATOR)
                .allow(POST, "/customer/v1/refunds", AGENT, MANAGER, ADMIN, INTEGRATOR)
                .allow(POST, "/customer/v1/refunds:batch", ADMIN, INTEGRATOR)
                .allow(GET, "/customer/v1/parked-deals", MANAGER, AUDITOR, ADMIN, INTEGRATOR)
                .allow(POST, "/customer/v1/imports", MANAGER, ADMIN)
                .allow(GET, "/customer/v1/imports/{id}", MANAGER, AUDITOR, ADMIN)
                .allow(PUT, "/customer/v1/imports/{id}/mapping", MANAGER, ADMIN)
                .allow(POST, "/customer/v1/imports/{id}/dry-run", MANAGER, ADMIN)
                .allow(POST, "/customer/v1/imports/{id}/apply", MANAGER, ADMIN)
                .allow(GET, "/customer/v1/imports/{id}/rows", MANAGER, AUDITOR, ADMIN)
                .allow(GET, "/customer/v1/imports/{id}/errors", MANAGER, ADMIN)
                .allow(DELETE, "/customer/v1/imports/{id}", MANAGER, ADMIN)
                .allow(POST, "/customer/v1/imports/{id}/rows:accept", MANAGER, ADMIN)
                .allow(POST, "/customer/v1/imports/{id}/approve", MANAGER, ADMIN)
                .allow(POST, "/customer/v1/imports/{id}/undo", MANAGER, ADMIN)
                .allow(GET, "/customer/v1/imports/{id}/progress", MANAGER, AUDITOR, ADMIN)
                .build();
    }

    @Bean
    AccessRules matchingRules() {
        return AccessRules.define()
                .allow(POST, "/customer/v1/customers:check-duplicates", AGENT, MANAGER, ADMIN, INTEGRATOR)
                .allow(POST, "/customer/v1/match-runs", MANAGER, ADMIN)
                .allow(GET, "/customer/v1/match-runs/{id}", MANAGER, ADMIN, AUDITOR)
                .allow(DELETE, "/customer/v1/match-runs/{id}", MANAGER, ADMIN)
                .allow(GET, "/customer/v1/match-pairs", MANAGER, ADMIN, AUDITOR)
                .allow(GET, "/customer/v1/match-pairs/{id}", MANAGER, ADMIN, AUDITOR)
                .allow(POST, "/customer/v1/match-pairs/{id}:decide", MANAGER, ADMIN)
                .allow(POST, "/customer/v1/merges", MANAGER, ADMIN)
                .allow(GET, "/customer/v1/merges", MANAGER, ADMIN, AUDITOR)
                .allow(GET, "/customer/v1/merges/{id}", MANAGER, ADMIN, AUDITOR)
                .allow(POST, "/customer/v1/merges/{id}:undo", MANAGER, ADMIN)
                .build();
    }

    @Bean
    AccessRules catalogueRules() {
        return AccessRules.define()
                .allow(POST, "/customer/v1/customers:filter", AGENT, MANAGER, PRIVACY_OFFICER, ADMIN, INTEGRATOR)
                .allow(GET, "/customer/v1/fields", STAFF)
                .allow(POST, "/customer/v1/fields", ADMIN)
                .allow(GET, "/customer/v1/fields/{code}", STAFF)
                .allow(PATCH, "/customer/v1/fields/{code}", ADMIN)
                .allow(GET, "/customer/v1/dictionaries", STAFF)
                .allow(POST, "/customer/v1/dictionaries", ADMIN)
                .allow(GET, "/customer/v1/dictionaries/{code}", STAFF)
                .allow(PATCH, "/customer/v1/dictionaries/{code}", ADMIN)
                .allow(GET, "/customer/v1/layouts", STAFF)
                .allow(POST, "/customer/v1/layouts", ADMIN)
                .allow(GET, "/customer/v1/layouts/{name}", STAFF)
                .allow(PUT, "/customer/v1/layouts/{name}", ADMIN)
                .allow(GET, "/customer/v1/views", AGENT, MANAGER, MARKETER, PRIVACY_OFFICER, ADMIN)
                .allow(POST, "/customer/v1/views", AGENT, MANAGER, MARKETER, PRIVACY_OFFICER, ADMIN)
                .allow(GET, "/customer/v1/views/{id}", AGENT, MANAGER, MARKETER, PRIVACY_OFFICER, ADMIN)
                .allow(PATCH, "/customer/v1/views/{id}", AGENT, MANAGER, MARKETER, PRIVACY_OFFICER, ADMIN)
                .allow(DELETE, "/customer/v1/views/{id}", AGENT, MANAGER, MARKETER, PRIVACY_OFFICER, ADMIN)
                .allow(POST, "/customer/v1/catalogue:install", ADMIN)
                .allow(GET, "/customer/v1/catalogue/data", ADMIN, AUDITOR, PRIVACY_OFFICER)
                .build();
    }

    @Bean
    AccessRules exportRules() {
        return AccessRules.define()
                .allow(GET, "/customer/v1/exports:options", AGENT, MANAGER, ADMIN)
                .allow(POST, "/customer/v1/exports", AGENT, MANAGER, ADMIN)
                .allow(GET, "/customer/v1/exports", AGENT, MANAGER, AUDITOR, ADMIN)
                .allow(GET, "/customer/v1/exports/{id}", AGENT, MANAGER, AUDITOR, ADMIN)
                .allow(DELETE, "/customer/v1/exports/{id}", AGENT, MANAGER, ADMIN)
                .allow(POST, "/customer/v1/exports/{id}/approve", MANAGER, ADMIN)
                .allow(POST, "/customer/v1/exports/{id}/refuse", MANAGER, ADMIN)
                .allow(GET, "/customer/v1/exports/{id}/file", AGENT, MANAGER, ADMIN)
                .allow(GET, "/customer/v1/exports/{id}/progress", AGENT, MANAGER, AUDITOR, ADMIN)
                .allow(GET, "/customer/v1/exports:trace", AUDITOR, ADMIN)
                .allow(POST, "/customer/v1/exports:trace", AUDITOR, ADMIN)
                .build();
    }

    @Bean
    AccessRules erasureRequestRules() {
        return AccessRules.define()
                .allow(DELETE, "/customer/v1/customers/{number}", PASSING_ON)
                .allow(GET, "/customer/v1/erasures", PRIVACY_OFFICER, AUDITOR, ADMIN)
                .allow(
                        GET,
                        "/customer/v1/erasures/{id}",
                        AGENT,
                        MANAGER,
                        PRIVACY_OFFICER,
                        AUDITOR,
                        ADMIN,
                        INTEGRATOR,
                        MEMBER)
                .allow(GET, "/customer/v1/erasures/{id}/preview", PRIVACY_OFFICER)
                .allow(POST, "/customer/v1/erasures/{id}:approve", PRIVACY_OFFICER)
                .allow(POST, "/customer/v1/erasures/{id}:refuse", PRIVACY_OFFICER)
                .build();
    }

    @Bean
    AccessRules bulkRules() {
        return AccessRules.define()
                .allow(POST, "/customer/v1/tags/{code}:applyAll", AGENT, MANAGER, MARKETER, ADMIN, INTEGRATOR)
                .allow(POST, "/customer/v1/tags/{code}:removeAll", AGENT, MANAGER, MARKETER, ADMIN, INTEGRATOR)
                .allow(POST, "/customer/v1/staff/{subject}:handover", MANAGER, ADMIN)
                .allow(GET, "/customer/v1/bulk-jobs", FOLLOWING_JOBS)
                .allow(GET, "/customer/v1/bulk-jobs/{id}", FOLLOWING_JOBS)
                .allow(DELETE, "/customer/v1/bulk-jobs/{id}", AGENT, MANAGER, MARKETER, ADMIN, INTEGRATOR)
                .allow(GET, "/customer/v1/bulk-jobs/{id}/progress", FOLLOWING_JOBS)
                .build();
    }

    /** Need to know: who talks to customers sees names, the rest on request with a reason; customers see all of their own. */
    @Bean
    Unmasking customerUnmasking() {
        return new Unmasking(Map.of(
                AGENT, Set.of(Mask.NAME, Mask.NOTE),
                MANAGER, Set.of(Mask.NAME, Mask.NOTE),
                PRIVACY_OFFICER, EnumSet.allOf(Mask.class),
                MEMBER, EnumSet.allOf(Mask.class)));
    }

    @Bean
    BodyLimit fileUpload() {
        return new BodyLimit("/customer/v1/customers/*/files/*/*", LARGEST_FILE);
    }

    @Bean
    BodyLimit importUpload() {
        return new BodyLimit("/customer/v1/imports", LARGEST_IMPORT);
    }
}
