package io.kehu.starter.security.plain;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpStatusCode;

/** Counts and times plain requests of one operation as {@code http.server.requests}, with the tags that others of it get. */
final class RequestTimes {

    /** An exception that became a problem document is none. */
    private static final String NONE = "none";

    private final MeterRegistry meters;
    private final String path;
    private final Map<HttpStatusCode, Timer> timers = new ConcurrentHashMap<>();

    RequestTimes(MeterRegistry meters, String path) {
        this.meters = meters;
        this.path = path;
    }

    void answered(long begunNanos, HttpStatusCode status) {
        timers.computeIfAbsent(status, this::timer).record(System.nanoTime() - begunNanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(HttpStatusCode status) {
        return meters.timer(
                "http.server.requests",
                Tags.of(
                        "method",
                        "POST",
                        "uri",
                        path,
                        "status",
                        Integer.toString(status.value()),
                        "outcome",
                        outcome(status),
                        "exception",
                        NONE,
                        "error",
                        NONE));
    }

    private static String outcome(HttpStatusCode status) {
        return status.is2xxSuccessful() ? "SUCCESS" : status.is4xxClientError() ? "CLIENT_ERROR" : "SERVER_ERROR";
    }
}
