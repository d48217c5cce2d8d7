package io.kehu.loyalty;

import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
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
@ServiceTest
class LoyaltyContractTests {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Api api;

    @Test
    void keepsTheHouseRules() {
        HouseRules.verify(LoyaltyApplication.class);
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
        ProblemContract.verify("problems", LoyaltyProblem.values());
    }

    @Test
    void theApiIsTheCommittedOne() {
        OpenApiContract.verify(api, "/loyalty/v3/api-docs.yaml");
    }

    @Test
    void everyErrorIsAProblemDocument() {
        ErrorContract.verify(api, "/loyalty/v1/rules", "/loyalty/v1/programs", Role.ADMIN);
    }

    @Test
    void badTokensAreRefused() {
        TokenContract.verify(api, "loyalty-service", "/loyalty/v1/programs", Role.AGENT);
    }

    @Test
    void customersAreMergedAsCustomerServiceAsks() {
        MergeContract.verify(api.as(Role.SERVICE), "/loyalty/v1");
    }
}
