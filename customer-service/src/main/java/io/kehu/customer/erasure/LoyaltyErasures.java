package io.kehu.customer.erasure;

import org.springframework.cloud.openfeign.FeignClient;

/** Points of customers who are erased. */
@FeignClient(
        name = "loyalty",
        contextId = "loyalty-erasures",
        url = "${kehu.peers.loyalty}",
        path = "/loyalty/v1",
        configuration = ErasureClientConfiguration.class)
interface LoyaltyErasures extends ErasureClient {}
