package io.kehu.starter.messaging.inbox;

import io.kehu.starter.database.Transactions;
import io.kehu.starter.messaging.EventCodec;
import io.kehu.starter.messaging.EventTracing;
import io.kehu.starter.messaging.MessagingProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/** What every consumer of a service shares. */
record InboxContext(
        Transactions transactions,
        EventCodec codec,
        EventTracing tracing,
        MessagingProperties properties,
        MeterRegistry meters,
        Clock clock) {}
