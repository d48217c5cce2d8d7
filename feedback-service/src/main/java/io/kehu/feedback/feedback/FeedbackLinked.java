package io.kehu.feedback.feedback;

import io.kehu.feedback.CustomerNumber;

/**
 * Anonymous feedback got its customer. Heard inside this service, in the same transaction.
 *
 * @param id the feedback
 * @param number the customer
 * @param actor who linked
 */
public record FeedbackLinked(FeedbackId id, CustomerNumber number, String actor) {}
