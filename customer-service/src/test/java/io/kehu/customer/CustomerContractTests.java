package io.kehu.customer;

import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
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
@CustomerServiceTest
class CustomerContractTests {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Api api;

    @Test
    void keepsTheHouseRules() {
        HouseRules.verify(CustomerApplication.class);
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
        ProblemContract.verify("problems", CustomerProblem.values());
    }

    @Test
    void theApiIsTheCommittedOne() {
        OpenApiContract.verify(api, "/customer/v3/api-docs.yaml");
    }

    @Test
    void everyValueOfTheApiHasAnExample() {
        ExampleContract.verify(api, "/customer/v3/api-docs.yaml");
    }

    @Test
    void everyErrorIsAProblemDocument() {
        ErrorContract.verify(api, "/customer/v1/customers", "/customer/v1/customers", Role.AGENT);
    }

    @Test
    void badTokensAreRefused() {
        TokenContract.verify(api, "customer-service", "/customer/v1/customers", Role.AGENT);
    }
}
