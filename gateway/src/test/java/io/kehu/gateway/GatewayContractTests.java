package io.kehu.gateway;

import io.kehu.starter.test.contract.HouseRules;
import org.junit.jupiter.api.Test;

/** What every module promises. */
class GatewayContractTests {

    @Test
    void keepsTheHouseRules() {
        HouseRules.verify(GatewayApplication.class);
    }
}
