package io.kehu.starter.messaging;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the messaging starter.
 *
 * @param domain first part of the types this service may publish, such as {@code customer}; also the prefix of its queues
 * @param relayBatch events the relay publishes before it waits for their confirms
 * @param relayPoll how often the relay looks without being woken
 * @param relayLinger pause between two rounds of the relay, so that events that come one by one leave together; the first never waits
 * @param confirmTimeout how long the relay waits for the confirms of a batch
 * @param consumeBatch events handled in one transaction at most
 * @param attempts tries before an event goes to the dead queue
 * @param backOff pause after the first failure, doubled after each further one
 * @param backOffLimit longest pause
 */
@ConfigurationProperties("kehu.messaging")
public record MessagingProperties(
        String domain,
        @DefaultValue("500") int relayBatch,
        @DefaultValue("1s") Duration relayPoll,
        @DefaultValue("20ms") Duration relayLinger,
        @DefaultValue("10s") Duration confirmTimeout,
        @DefaultValue("100") int consumeBatch,
        @DefaultValue("8") int attempts,
        @DefaultValue("500ms") Duration backOff,
        @DefaultValue("1m") Duration backOffLimit) {}
