package io.kehu.customer.erasure;

import org.springframework.cloud.openfeign.FeignClient;

/** Numbers and ids in other systems of customers who are erased. */
@FeignClient(
        name = "identity",
        contextId = "identity-erasures",
        url = "${kehu.peers.identity}",
        path = "/identity/v1",
        configuration = ErasureClientConfiguration.class)
interface IdentityErasures extends ErasureClient {}
