package io.kehu.feedback;

import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MANAGER;
import static io.kehu.starter.security.Role.MARKETER;
import static io.kehu.starter.security.Role.MEMBER;
import static io.kehu.starter.security.Role.PRIVACY_OFFICER;
import static io.kehu.starter.security.Role.SERVICE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import io.kehu.starter.protection.mask.Mask;
import io.kehu.starter.protection.mask.Unmasking;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.access.AccessRules;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who may do what in feedback-service: operations, whose objects, and whose words. */
@Configuration(proxyBeanMethods = false)
public class FeedbackAccess {

    /** Staff who deal with customers. */
    private static final Set<Role> WORKERS = Set.of(AGENT, MANAGER);

    /** Whoever may reach the feedback and the cases of all customers. */
    private static final Set<Role> READERS = Set.of(AGENT, MANAGER, PRIVACY_OFFICER, AUDITOR);

    /** Whoever may hand in the feedback of others. */
    private static final Set<Role> GIVERS = Set.of(AGENT, MANAGER, INTEGRATOR);

    @Bean
    AccessRules feedbackRules() {
        return AccessRules.define()
                .open(GET, "/feedback/v3/api-docs")
                .open(GET, "/feedback/v3/api-docs.yaml")
                .allow(POST, "/feedback/v1/feedback", AGENT, MANAGER, INTEGRATOR, MEMBER)
                .allow(POST, "/feedback/v1/feedback:batch", INTEGRATOR)
                .allow(GET, "/feedback/v1/feedback", AGENT, MANAGER, PRIVACY_OFFICER, AUDITOR, MEMBER)
                .allow(GET, "/feedback/v1/feedback/{id}", AGENT, MANAGER, PRIVACY_OFFICER, AUDITOR, MEMBER)
                .allow(POST, "/feedback/v1/feedback/{id}:link", AGENT, MANAGER)
                .build();
    }

    @Bean
    AccessRules surveyRules() {
        return AccessRules.define()
                .allow(GET, "/feedback/v1/surveys", ADMIN, AGENT, MANAGER, MARKETER, AUDITOR)
                .allow(POST, "/feedback/v1/surveys", ADMIN)
                .allow(GET, "/feedback/v1/surveys/{code}", ADMIN, AGENT, MANAGER, MARKETER, AUDITOR)
                .allow(POST, "/feedback/v1/surveys/{code}/versions", ADMIN)
                .allow(POST, "/feedback/v1/surveys/{code}:publish", ADMIN)
                .allow(GET, "/feedback/v1/metrics/nps", ADMIN, AGENT, MANAGER, MARKETER, AUDITOR)
                .allow(POST, "/feedback/v1/invitations:links", SERVICE)
                // Whoever holds the link is the one who was invited; customers answer without an account.
                .open(GET, "/feedback/v1/responses/{token}")
                .open(POST, "/feedback/v1/responses/{token}")
                .build();
    }

    @Bean
    AccessRules complaintRules() {
        String one = "/feedback/v1/complaints/{caseNo}";
        return AccessRules.define()
                .allow(POST, "/feedback/v1/complaints", AGENT, MANAGER, MEMBER)
                .allow(GET, "/feedback/v1/complaints", AGENT, MANAGER, PRIVACY_OFFICER, AUDITOR, MEMBER)
                .allow(GET, one, AGENT, MANAGER, PRIVACY_OFFICER, AUDITOR, MEMBER)
                .allow(GET, one + "/clock-explanation", AGENT, MANAGER, PRIVACY_OFFICER, AUDITOR, MEMBER)
                .allow(POST, one + ":triage", AGENT, MANAGER)
                .allow(POST, one + ":assign", AGENT, MANAGER)
                .allow(POST, one + ":reply", AGENT, MANAGER)
                .allow(POST, one + ":wait", AGENT, MANAGER)
                .allow(POST, one + ":resume", AGENT, MANAGER)
                .allow(POST, one + ":resolve", AGENT, MANAGER)
                .allow(POST, one + ":confirm", AGENT, MANAGER, MEMBER)
                .allow(POST, one + ":reopen", AGENT, MANAGER, MEMBER)
                .allow(POST, one + ":withdraw", AGENT, MANAGER, MEMBER)
                .allow(POST, one + ":close", AGENT, MANAGER)
                .allow(GET, "/feedback/v1/calendars", ADMIN, AGENT, MANAGER, AUDITOR)
                .allow(POST, "/feedback/v1/calendars", ADMIN)
                .allow(GET, "/feedback/v1/sla-policies", ADMIN, AGENT, MANAGER, AUDITOR)
                .allow(POST, "/feedback/v1/sla-policies", ADMIN)
                .build();
    }

    /** Customers' words are shown to those who answer them, and to those who answer for them. */
    @Bean
    Unmasking wordsInFull() {
        Set<Mask> words = Set.of(Mask.TEXT);
        return new Unmasking(Map.of(AGENT, words, MANAGER, words, PRIVACY_OFFICER, words));
    }

    /** The customer whose feedback the caller may read; empty for all customers. */
    public static Optional<CustomerNumber> readersReach(Caller caller) {
        return reach(caller, READERS);
    }

    /** The customer whose cases the caller may work on; empty for all customers. */
    public static Optional<CustomerNumber> workersReach(Caller caller) {
        return reach(caller, WORKERS);
    }

    /** The customer in whose name the caller may speak; empty for any customer or none. */
    public static Optional<CustomerNumber> giversReach(Caller caller) {
        return reach(caller, GIVERS);
    }

    private static Optional<CustomerNumber> reach(Caller caller, Set<Role> everybodys) {
        if (caller.hasAny(everybodys)) {
            return Optional.empty();
        }
        String own = caller.customerNumber();
        if (own == null || !CustomerNumber.isOne(own)) {
            throw new ProblemException(CommonProblem.FORBIDDEN);
        }
        return Optional.of(new CustomerNumber(own));
    }
}
