package io.kehu.identity;

import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import io.kehu.starter.test.contract.AccessContract;
import io.kehu.starter.test.contract.CatalogueContract;
import io.kehu.starter.test.contract.ErrorContract;
import io.kehu.starter.test.contract.ExampleContract;
import io.kehu.starter.test.contract.HouseRules;
import io.kehu.starter.test.contract.OpenApiContract;
import io.kehu.starter.test.contract.ProblemContract;
import io.kehu.starter.test.contract.TokenContract;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What every service promises. */
@ServiceTest
class IdentityContractTests {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Api api;

    @Test
    void keepsTheHouseRules() {
        HouseRules.verify(IdentityApplication.class);
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
        ProblemContract.verify("problems", IdentityProblem.values());
    }

    @Test
    void theApiIsTheCommittedOne() {
        OpenApiContract.verify(api, "/identity/v3/api-docs.yaml");
    }

    @Test
    void everyValueOfTheApiHasAnExample() {
        ExampleContract.verify(api, "/identity/v3/api-docs.yaml");
    }

    @Test
    void everyErrorIsAProblemDocument() {
        ErrorContract.verify(api, "/identity/v1/numbers", "/identity/v1/schemes", Role.INTEGRATOR);
    }

    @Test
    void badTokensAreRefused() {
        TokenContract.verify(api, "identity-service", "/identity/v1/schemes", Role.AGENT);
    }
}
