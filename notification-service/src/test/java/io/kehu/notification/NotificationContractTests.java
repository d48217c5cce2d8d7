package io.kehu.notification;

import io.kehu.notification.support.NotificationTest;
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
@NotificationTest
class NotificationContractTests {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Api api;

    @Test
    void keepsTheHouseRules() {
        HouseRules.verify(NotificationApplication.class);
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
        ProblemContract.verify("problems", NotificationProblem.values());
    }

    @Test
    void theApiIsTheCommittedOne() {
        OpenApiContract.verify(api, "/notification/v3/api-docs.yaml");
    }

    @Test
    void everyErrorIsAProblemDocument() {
        ErrorContract.verify(api, "/notification/v1/messages", "/notification/v1/templates", Role.MANAGER);
    }

    @Test
    void badTokensAreRefused() {
        TokenContract.verify(api, "notification-service", "/notification/v1/templates", Role.MANAGER);
    }

    @Test
    void customersAreMergedAsCustomerServiceAsks() {
        MergeContract.verify(api.as(Role.SERVICE), "/notification/v1");
    }
}
