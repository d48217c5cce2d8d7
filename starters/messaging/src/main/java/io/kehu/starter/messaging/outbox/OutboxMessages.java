package io.kehu.starter.messaging.outbox;

import io.kehu.starter.messaging.EventCodec;
import io.kehu.starter.messaging.EventEnvelope;
import java.util.Objects;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessageProperties;

/** Makes the broker's message from a row. */
final class OutboxMessages {

    private final EventCodec codec;

    OutboxMessages(EventCodec codec) {
        this.codec = codec;
    }

    Message message(OutboxTable.Row row) {
        MessageProperties properties = new MessageProperties();
        properties.setMessageId(row.id().toString());
        properties.setContentType(EventCodec.CONTENT_TYPE);
        properties.setDeliveryMode(MessageDeliveryMode.PERSISTENT);
        codec.headers(row.headers()).forEach(properties::setHeader);
        return new Message(body(row), properties);
    }

    private byte[] body(OutboxTable.Row row) {
        if (row.raw() != null) {
            return row.raw();
        }
        EventEnvelope envelope = new EventEnvelope(
                row.id(),
                codec.source(),
                row.topic(),
                row.subject(),
                row.subjectVersion(),
                row.createdAt(),
                row.traceparent());
        return codec.write(envelope, Objects.requireNonNull(row.payload()));
    }
}
