package io.kehu.starter.messaging.inbox;

import com.rabbitmq.client.Channel;

/**
 * A message as it lies unacknowledged on a channel.
 *
 * @param body as received
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
record Delivery(Channel channel, long tag, byte[] body) {}
