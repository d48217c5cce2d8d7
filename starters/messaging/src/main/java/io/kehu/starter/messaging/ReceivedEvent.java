package io.kehu.starter.messaging;

/** An event with its data in the consumer's own shape. */
public record ReceivedEvent<T>(EventEnvelope envelope, T data) {

    public String subject() {
        return envelope.subject();
    }
}
