package io.kehu.customer.merge;

import org.springframework.cloud.openfeign.FeignClient;

/** Messages to customers that become one. */
@FeignClient(name = "notification", path = "/notification/v1", configuration = MergeClientConfiguration.class)
interface NotificationMerges extends MergeClient {}
