package io.kehu.notification.provider;

import org.jspecify.annotations.Nullable;

/** What became of one try to send. Codes are the provider's numbers, never its words, which may name the recipient. */
public sealed interface Outcome {

    /**
     * The provider has taken it over.
     *
     * @param providerId the provider's name for it, where it said one
     */
    record Taken(@Nullable String providerId) implements Outcome {}

    /** The provider has definitely not taken it. */
    record Refused(ErrorClass errorClass, String code) implements Outcome {}

    /** Nobody can say: the answer was lost. */
    record Unclear(String code) implements Outcome {}

    /** It was never offered, because the session had ended before. */
    record NotOffered(String code) implements Outcome {}

    /** What a refusal means for the message. */
    enum ErrorClass {
        /** Worth another try later. */
        RETRY,
        /** The address does not work. */
        BAD_ADDRESS,
        /** The address does not exist; nothing should be sent there again. */
        DEAD_ADDRESS,
        /** This message will not be taken, whenever it is tried. */
        BAD_CONTENT
    }
}
