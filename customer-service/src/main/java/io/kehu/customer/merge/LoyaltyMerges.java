package io.kehu.customer.merge;

import org.springframework.cloud.openfeign.FeignClient;

/** Points of customers that become one. */
@FeignClient(name = "loyalty", path = "/loyalty/v1", configuration = MergeClientConfiguration.class)
interface LoyaltyMerges extends MergeClient {}
