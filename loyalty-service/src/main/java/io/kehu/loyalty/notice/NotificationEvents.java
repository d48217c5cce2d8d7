package io.kehu.loyalty.notice;

import io.kehu.starter.messaging.ReceivedEvent;
import io.kehu.starter.messaging.Subscription;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What notification-service tells us of the messages we asked for: whether a member was told before points expire. */
@Configuration(proxyBeanMethods = false)
class NotificationEvents {

    private static final Pattern OUR_KEY =
            Pattern.compile("evt:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}):points-expiring");

    /** As much of notification.message.*.v1 as we need. */
    record MessageTold(@Nullable String dedupeKey, @Nullable String reason) {}

    @Bean
    Subscription notificationSubscription(NoticeTable notices, Clock clock) {
        return Subscription.to("loyalty.notification")
                .on(
                        "notification.message.sent.v1",
                        MessageTold.class,
                        events -> answer(notices, clock, events, ExpiryNotice.State.SENT))
                .on(
                        "notification.message.failed.v1",
                        MessageTold.class,
                        events -> answer(notices, clock, events, ExpiryNotice.State.FAILED))
                .on(
                        "notification.message.suppressed.v1",
                        MessageTold.class,
                        events -> answer(notices, clock, events, ExpiryNotice.State.FAILED))
                .build();
    }

    private static void answer(
            NoticeTable notices, Clock clock, List<ReceivedEvent<MessageTold>> events, ExpiryNotice.State state) {
        List<UUID> ids = new ArrayList<>();
        List<@Nullable String> reasons = new ArrayList<>();
        for (ReceivedEvent<MessageTold> event : events) {
            MessageTold message = event.data();
            Matcher key = OUR_KEY.matcher(message.dedupeKey() == null ? "" : message.dedupeKey());
            if (key.matches()) {
                ids.add(UUID.fromString(key.group(1)));
                reasons.add(state == ExpiryNotice.State.SENT ? null : reason(message));
            }
        }
        if (!ids.isEmpty()) {
            notices.answer(ids, state, reasons, clock.instant());
        }
    }

    private static String reason(MessageTold message) {
        return message.reason() == null ? "UNKNOWN" : message.reason();
    }
}
