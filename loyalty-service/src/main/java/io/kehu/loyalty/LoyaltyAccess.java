package io.kehu.loyalty;

import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MANAGER;
import static io.kehu.starter.security.Role.MARKETER;
import static io.kehu.starter.security.Role.MEMBER;
import static io.kehu.starter.security.Role.SERVICE;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import io.kehu.starter.security.access.AccessRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who may do what in loyalty-service. */
@Configuration(proxyBeanMethods = false)
class LoyaltyAccess {

    @Bean
    AccessRules loyaltyRules() {
        return AccessRules.define()
                .open(GET, "/loyalty/v3/api-docs")
                .open(GET, "/loyalty/v3/api-docs.yaml")
                .allow(GET, "/loyalty/v1/programs", ADMIN, AGENT, AUDITOR, MANAGER, MARKETER)
                .allow(POST, "/loyalty/v1/programs", ADMIN)
                .allow(GET, "/loyalty/v1/programs/{code}", ADMIN, AGENT, AUDITOR, MANAGER, MARKETER)
                .allow(PATCH, "/loyalty/v1/programs/{code}", ADMIN)
                .allow(
                        GET,
                        "/loyalty/v1/members/{number}",
                        ADMIN,
                        AGENT,
                        AUDITOR,
                        INTEGRATOR,
                        MANAGER,
                        MARKETER,
                        MEMBER,
                        SERVICE)
                .allow(
                        GET,
                        "/loyalty/v1/members/{number}/statement",
                        ADMIN,
                        AGENT,
                        AUDITOR,
                        INTEGRATOR,
                        MANAGER,
                        MEMBER)
                .allow(GET, "/loyalty/v1/members/{number}/lots", ADMIN, AGENT, AUDITOR, INTEGRATOR, MANAGER, MEMBER)
                .allow(
                        GET,
                        "/loyalty/v1/members/{number}/tier-changes",
                        ADMIN,
                        AGENT,
                        AUDITOR,
                        INTEGRATOR,
                        MANAGER,
                        MARKETER,
                        MEMBER)
                .allow(
                        GET,
                        "/loyalty/v1/members/{number}/expiry-notices",
                        ADMIN,
                        AGENT,
                        AUDITOR,
                        INTEGRATOR,
                        MANAGER,
                        MEMBER)
                .allow(GET, "/loyalty/v1/gifts", ADMIN, AGENT, AUDITOR, INTEGRATOR, MANAGER, MARKETER, MEMBER)
                .allow(GET, "/loyalty/v1/gifts/{code}", ADMIN, AGENT, AUDITOR, INTEGRATOR, MANAGER, MARKETER, MEMBER)
                .allow(POST, "/loyalty/v1/gifts", ADMIN, MANAGER)
                .allow(POST, "/loyalty/v1/gifts/{code}:restock", ADMIN, INTEGRATOR, MANAGER)
                .allow(POST, "/loyalty/v1/gifts/{code}:end", ADMIN, MANAGER)
                .allow(
                        GET,
                        "/loyalty/v1/members/{number}/gift-orders",
                        ADMIN,
                        AGENT,
                        AUDITOR,
                        INTEGRATOR,
                        MANAGER,
                        MEMBER)
                .allow(POST, "/loyalty/v1/gift-orders", ADMIN, AGENT, INTEGRATOR, MANAGER, MEMBER)
                .allow(GET, "/loyalty/v1/gift-orders/{id}", ADMIN, AGENT, AUDITOR, INTEGRATOR, MANAGER, MEMBER)
                .allow(POST, "/loyalty/v1/gift-orders/{id}:confirm", ADMIN, AGENT, INTEGRATOR, MANAGER, MEMBER)
                .allow(POST, "/loyalty/v1/gift-orders/{id}:cancel", ADMIN, AGENT, INTEGRATOR, MANAGER, MEMBER)
                .allow(POST, "/loyalty/v1/gift-orders/{id}:ship", ADMIN, AGENT, INTEGRATOR, MANAGER)
                .allow(POST, "/loyalty/v1/gift-orders/{id}:complete", ADMIN, AGENT, INTEGRATOR, MANAGER)
                .allow(POST, "/loyalty/v1/gift-orders/{id}:return", ADMIN, INTEGRATOR, MANAGER)
                .allow(GET, "/loyalty/v1/activities", ADMIN, AGENT, AUDITOR, INTEGRATOR, MANAGER, MARKETER, MEMBER)
                .allow(
                        GET,
                        "/loyalty/v1/activities/{code}",
                        ADMIN,
                        AGENT,
                        AUDITOR,
                        INTEGRATOR,
                        MANAGER,
                        MARKETER,
                        MEMBER)
                .allow(POST, "/loyalty/v1/activities", ADMIN, MANAGER)
                .allow(PUT, "/loyalty/v1/activities/{code}", ADMIN, MANAGER)
                .allow(POST, "/loyalty/v1/activities/{code}:end", ADMIN, MANAGER)
                .allow(GET, "/loyalty/v1/referral-offers", ADMIN, AGENT, AUDITOR, INTEGRATOR, MANAGER, MARKETER, MEMBER)
                .allow(POST, "/loyalty/v1/referral-offers", ADMIN, MANAGER)
                .allow(POST, "/loyalty/v1/referral-offers/{code}:end", ADMIN, MANAGER)
                .allow(POST, "/loyalty/v1/referrals", ADMIN, AGENT, INTEGRATOR, MANAGER, MEMBER)
                .allow(GET, "/loyalty/v1/referrals/{id}", ADMIN, AGENT, AUDITOR, INTEGRATOR, MANAGER)
                .allow(
                        GET,
                        "/loyalty/v1/members/{number}/referrals",
                        ADMIN,
                        AGENT,
                        AUDITOR,
                        INTEGRATOR,
                        MANAGER,
                        MEMBER)
                .allow(POST, "/loyalty/v1/points:earn", ADMIN, AGENT, INTEGRATOR, MANAGER)
                .allow(POST, "/loyalty/v1/points:batch", ADMIN, INTEGRATOR)
                .allow(GET, "/loyalty/v1/coupons", ADMIN, AGENT, AUDITOR, INTEGRATOR, MANAGER, MARKETER)
                .allow(POST, "/loyalty/v1/coupons", ADMIN, MANAGER)
                .allow(GET, "/loyalty/v1/coupons/{code}", ADMIN, AGENT, AUDITOR, INTEGRATOR, MANAGER, MARKETER)
                .allow(POST, "/loyalty/v1/coupons/{code}:end", ADMIN, MANAGER)
                .allow(POST, "/loyalty/v1/coupons/{code}:issue", ADMIN, INTEGRATOR, MANAGER)
                .allow(POST, "/loyalty/v1/coupons/{code}:issue.csv", ADMIN, INTEGRATOR, MANAGER)
                .allow(GET, "/loyalty/v1/coupons/{code}/codes", ADMIN, AGENT, AUDITOR, MANAGER)
                .allow(POST, "/loyalty/v1/coupon-issues/{id}:void", ADMIN, MANAGER)
                .allow(GET, "/loyalty/v1/coupon-codes/{id}", ADMIN, AGENT, AUDITOR, MANAGER)
                .allow(GET, "/loyalty/v1/members/{number}/coupons", ADMIN, AGENT, AUDITOR, INTEGRATOR, MANAGER, MEMBER)
                .allow(POST, "/loyalty/v1/coupon-codes:reserve", ADMIN, AGENT, INTEGRATOR, MANAGER, MEMBER)
                .allow(POST, "/loyalty/v1/coupon-codes:redeem", ADMIN, AGENT, INTEGRATOR, MANAGER, MEMBER)
                .allow(POST, "/loyalty/v1/coupon-codes:release", ADMIN, AGENT, INTEGRATOR, MANAGER, MEMBER)
                .allow(POST, "/loyalty/v1/coupon-codes:return", ADMIN, INTEGRATOR, MANAGER)
                .allow(POST, "/loyalty/v1/coupon-codes:void", ADMIN, MANAGER)
                .allow(GET, "/loyalty/v1/tiers", ADMIN, AGENT, AUDITOR, INTEGRATOR, MANAGER, MARKETER, MEMBER)
                .allow(POST, "/loyalty/v1/tiers", ADMIN, MANAGER)
                .allow(POST, "/loyalty/v1/points:redeem", ADMIN, AGENT, INTEGRATOR, MANAGER)
                .allow(POST, "/loyalty/v1/points:reverse", ADMIN, INTEGRATOR, MANAGER)
                .allow(POST, "/loyalty/v1/holds", ADMIN, AGENT, INTEGRATOR, MANAGER)
                .allow(GET, "/loyalty/v1/holds/{id}", ADMIN, AGENT, AUDITOR, INTEGRATOR, MANAGER)
                .allow(POST, "/loyalty/v1/holds/{id}:capture", ADMIN, AGENT, INTEGRATOR, MANAGER)
                .allow(POST, "/loyalty/v1/holds/{id}:release", ADMIN, AGENT, INTEGRATOR, MANAGER)
                .allow(POST, "/loyalty/v1/points:adjust", ADMIN, MANAGER)
                .allow(GET, "/loyalty/v1/adjustments", ADMIN, AUDITOR, MANAGER)
                .allow(GET, "/loyalty/v1/adjustments/{id}", ADMIN, AUDITOR, MANAGER)
                .allow(POST, "/loyalty/v1/adjustments/{id}:approve", ADMIN, MANAGER)
                .allow(POST, "/loyalty/v1/adjustments/{id}:refuse", ADMIN, MANAGER)
                .allow(POST, "/loyalty/v1/adjustments/{id}:withdraw", ADMIN, MANAGER)
                .allow(GET, "/loyalty/v1/points-imports", ADMIN, AUDITOR, MANAGER)
                .allow(POST, "/loyalty/v1/points-imports", ADMIN, MANAGER)
                .allow(GET, "/loyalty/v1/points-imports/{id}", ADMIN, AUDITOR, MANAGER)
                .allow(GET, "/loyalty/v1/points-imports/{id}/rows", ADMIN, AUDITOR, MANAGER)
                .allow(POST, "/loyalty/v1/points-imports/{id}:approve", ADMIN, MANAGER)
                .allow(POST, "/loyalty/v1/points-imports/{id}:reject", ADMIN, MANAGER)
                .allow(POST, "/loyalty/v1/points-imports/{id}:reverse", ADMIN, MANAGER)
                .allow(GET, "/loyalty/v1/rules", ADMIN, AGENT, AUDITOR, MANAGER, MARKETER)
                .allow(POST, "/loyalty/v1/rules", ADMIN, MANAGER)
                .allow(GET, "/loyalty/v1/rules/{code}/{version}", ADMIN, AGENT, AUDITOR, MANAGER, MARKETER)
                .allow(PUT, "/loyalty/v1/rules/{code}/{version}", ADMIN, MANAGER)
                .allow(DELETE, "/loyalty/v1/rules/{code}/{version}", ADMIN, MANAGER)
                .allow(POST, "/loyalty/v1/rules/{code}/{version}:publish", ADMIN, MANAGER)
                .allow(POST, "/loyalty/v1/rules/{code}/{version}:retire", ADMIN, MANAGER)
                .allow(POST, "/loyalty/v1/rules/{code}/{version}:backtest", ADMIN, MANAGER, MARKETER)
                .allow(GET, "/loyalty/v1/backtests/{id}", ADMIN, AUDITOR, MANAGER, MARKETER)
                .allow(GET, "/loyalty/v1/reports/liability", ADMIN, AUDITOR, MANAGER)
                .allow(GET, "/loyalty/v1/reports/liability.csv", ADMIN, AUDITOR, MANAGER)
                .allow(GET, "/loyalty/v1/reports/liability.xlsx", ADMIN, AUDITOR, MANAGER)
                .allow(POST, "/loyalty/v1/reports/liability/{month}:close", ADMIN, MANAGER)
                .allow(POST, "/loyalty/v1/reports/liability/{month}:sign", ADMIN, MANAGER)
                .allow(POST, "/loyalty/v1/reports/liability/{month}:refuse", ADMIN, MANAGER)
                .allow(GET, "/loyalty/v1/reports/liability/closes", ADMIN, AUDITOR, MANAGER)
                .allow(GET, "/loyalty/v1/reports/liability/closes/{month}", ADMIN, AUDITOR, MANAGER)
                .allow(GET, "/loyalty/v1/reports/system-accounts", ADMIN, AUDITOR, MANAGER)
                .allow(GET, "/loyalty/v1/audit/invariants", ADMIN, AUDITOR, MANAGER)
                .build();
    }
}
