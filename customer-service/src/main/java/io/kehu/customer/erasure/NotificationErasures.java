package io.kehu.customer.erasure;

import org.springframework.cloud.openfeign.FeignClient;

/** Messages of customers who are erased. */
@FeignClient(
        name = "notification",
        contextId = "notification-erasures",
        url = "${kehu.peers.notification}",
        path = "/notification/v1",
        configuration = ErasureClientConfiguration.class)
interface NotificationErasures extends ErasureClient {}
