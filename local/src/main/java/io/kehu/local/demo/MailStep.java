package io.kehu.local.demo;

import io.kehu.local.suite.Http;
import io.kehu.local.suite.KehuException;
import io.kehu.local.suite.Metrics;
import io.kehu.local.suite.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.json.JsonMapper;

/** Waits until notification-service has nothing left to send, and counts what came into the inbox. */
final class MailStep {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int QUIET_POLLS = 4;

    private final Settings settings;
    private final Story story;
    private final int before;
    private final double sentBefore;
    private final double deferredBefore;
    private final long started = System.nanoTime();

    MailStep(Settings settings, Story story) {
        this.settings = settings;
        this.story = story;
        this.before = inbox();
        this.sentBefore = invited("SENT");
        this.deferredBefore = invited("DEFERRED");
    }

    /** A message is due until it is sent or refused; messages come in as long as points are booked. */
    void run() {
        int quiet = 0;
        int last = inbox();
        while (quiet < QUIET_POLLS) {
            if (System.nanoTime() - started > PATIENCE.toNanos()) {
                throw new KehuException("Mails are still waiting. See ./kehu logs notification-service.");
            }
            LockSupport.parkNanos(POLL.toNanos());
            int now = inbox();
            quiet = now == last && due() == 0 ? quiet + 1 : 0;
            last = now;
        }
        Duration time = Duration.ofNanos(System.nanoTime() - started).minus(POLL.multipliedBy(QUIET_POLLS));
        if (last > before) {
            story.rate("邮件 mails delivered", "mails", last - before, time);
        } else {
            story.fact("邮件 mails delivered", 0);
        }
        story.fact("其中调研邀请 survey invitations among them", "%,.0f".formatted(invited("SENT") - sentBefore));
        double deferred = invited("DEFERRED") - deferredBefore;
        if (deferred > 0) {
            story.fact("等到早上再发的邀请 invitations that wait for the morning", "%,.0f".formatted(deferred));
        }
        story.fact("收件箱 inbox", settings.ports().url("inbox") + " (" + last + ")");
    }

    private int inbox() {
        String url = settings.ports().url("inbox") + "/api/count";
        try {
            return JsonMapper.shared()
                    .readTree(Http.send(Http.request(url)).body())
                    .path("count")
                    .asInt();
        } catch (IOException e) {
            throw new KehuException(url + " does not answer. Run ./kehu up.", e);
        }
    }

    private double due() {
        return metrics().sum("notification_messages_due");
    }

    private double invited(String state) {
        return metrics().sum("notification_messages_moved_total", "state=\"" + state + "\"", "purpose=\"SURVEY\"");
    }

    private Metrics metrics() {
        return Metrics.of(settings, "notification-service");
    }
}
