package io.kehu.customer.merge;

import org.springframework.cloud.openfeign.FeignClient;

/** Feedback and complaints of customers that become one. */
@FeignClient(name = "feedback", path = "/feedback/v1", configuration = MergeClientConfiguration.class)
interface FeedbackMerges extends MergeClient {}
