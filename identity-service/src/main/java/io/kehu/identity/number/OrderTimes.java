package io.kehu.identity.number;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpStatus;

/** Counts and times plain orders as {@code http.server.requests}, with the tags that requests on the ordinary way get. */
final class OrderTimes {

    /** An exception that became a problem document is none. */
    private static final String NONE = "none";

    private final MeterRegistry meters;
    private final Timer created;

    OrderTimes(MeterRegistry meters) {
        this.meters = meters;
        this.created = timer(HttpStatus.CREATED);
    }

    void answered(long begunNanos) {
        created.record(System.nanoTime() - begunNanos, TimeUnit.NANOSECONDS);
    }

    void refused(long begunNanos, int status) {
        timer(HttpStatus.valueOf(status)).record(System.nanoTime() - begunNanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(HttpStatus status) {
        return meters.timer(
                "http.server.requests",
                Tags.of(
                        "method",
                        "POST",
                        "uri",
                        PlainOrders.PATH,
                        "status",
                        Integer.toString(status.value()),
                        "outcome",
                        status.series().name().equals("SUCCESSFUL")
                                ? "SUCCESS"
                                : status.series().name(),
                        "exception",
                        NONE,
                        "error",
                        NONE));
    }
}
