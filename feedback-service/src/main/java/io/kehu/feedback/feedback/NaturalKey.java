package io.kehu.feedback.feedback;

import io.kehu.starter.protection.token.SearchTokens;

/**
 * What makes two deliveries the same feedback: the channel and 128 keyed bits of the source's reference.
 *
 * @param channel how it came
 * @param hash first half
 * @param check second half, so that two references never meet
 */
record NaturalKey(Channel channel, long hash, long check) {

    static NaturalKey of(FeedbackId id, NewFeedback item, SearchTokens tokens) {
        String reference = item.externalRef();
        // Without a reference it is like nothing else.
        String text = reference == null ? "id\0" + id : item.source() + "\0" + reference.strip();
        return new NaturalKey(
                item.channel(),
                tokens.token("feedback.external_ref.hash", text),
                tokens.token("feedback.external_ref.check", text));
    }
}
