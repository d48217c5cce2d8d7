package io.kehu.notification.message;

/** Where a message is on its way. The database lets it move forward only. */
public enum MessageState {
    /** Taken; its time has not come. */
    ACCEPTED,
    /** A gate said later. */
    DEFERRED,
    /** Waits for a worker. */
    READY,
    /** A gate said no. */
    SUPPRESSED,
    /** Being handed to the provider. */
    DISPATCHING,
    /** The provider has it. */
    SENT,
    /** The provider says it arrived. */
    DELIVERED,
    /** Definitely not sent, or definitely not arrived. */
    FAILED,
    /** Perhaps sent, perhaps not; never sent again. */
    UNKNOWN,
    /** Nobody will ever know. */
    ABANDONED
}
