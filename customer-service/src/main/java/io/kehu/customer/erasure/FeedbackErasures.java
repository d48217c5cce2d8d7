package io.kehu.customer.erasure;

import org.springframework.cloud.openfeign.FeignClient;

/** Feedback and complaints of customers who are erased. */
@FeignClient(
        name = "feedback",
        contextId = "feedback-erasures",
        url = "${kehu.peers.feedback}",
        path = "/feedback/v1",
        configuration = ErasureClientConfiguration.class)
interface FeedbackErasures extends ErasureClient {}
