package io.kehu.feedback;

import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.contract.AccessContract;
import io.kehu.starter.test.contract.CatalogueContract;
import io.kehu.starter.test.contract.ErrorContract;
import io.kehu.starter.test.contract.HouseRules;
import io.kehu.starter.test.contract.MergeContract;
import io.kehu.starter.test.contract.OpenApiContract;
import io.kehu.starter.test.contract.ProblemContract;
import io.kehu.starter.test.contract.TokenContract;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What every service promises. */
@FeedbackServiceTest
class FeedbackContractTests {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Api api;

    @Test
    void keepsTheHouseRules() {
        HouseRules.verify(FeedbackApplication.class);
    }

    @Test
    void everyOperationHasARule() {
        AccessContract.verify(context);
    }

    @Test
    void everyColumnHasAClass() {
        CatalogueContract.verify(context);
    }

    @Test
    void everyProblemIsExplained() {
        ProblemContract.verify("problems", FeedbackProblem.values());
    }

    @Test
    void theApiIsTheCommittedOne() {
        OpenApiContract.verify(api, "/feedback/v3/api-docs.yaml");
    }

    @Test
    void everyErrorIsAProblemDocument() {
        ErrorContract.verify(api, "/feedback/v1/feedback", "/feedback/v1/feedback", Role.AGENT);
    }

    @Test
    void badTokensAreRefused() {
        TokenContract.verify(api, "feedback-service", "/feedback/v1/complaints", Role.AGENT);
    }

    @Test
    void customersAreMergedAsCustomerServiceAsks() {
        MergeContract.verify(api.as(Role.SERVICE), "/feedback/v1");
    }
}
