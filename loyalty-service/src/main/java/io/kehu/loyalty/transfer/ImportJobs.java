package io.kehu.loyalty.transfer;

import jakarta.annotation.PreDestroy;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Has imports booked and reversed, on a thread of its own, because others wait for those of the scheduler. */
@Component
class ImportJobs {

    private static final Logger LOG = LoggerFactory.getLogger(ImportJobs.class);
    private static final int CHUNK = 500;

    private final BookImports booking;
    private final ReverseImports reversing;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("points-import").factory());

    ImportJobs(BookImports booking, ReverseImports reversing) {
        this.booking = booking;
        this.reversing = reversing;
    }

    @Scheduled(initialDelayString = "PT5S", fixedDelayString = "PT1S")
    void look() {
        if (busy.compareAndSet(false, true)) {
            worker.execute(() -> {
                try {
                    while (workNext() && !Thread.currentThread().isInterrupted()) {
                        LOG.debug("Some rows of an import are done");
                    }
                } catch (RuntimeException e) {
                    LOG.error("What an import needs is tried again", e);
                } finally {
                    busy.set(false);
                }
            });
        }
    }

    @PreDestroy
    void stop() {
        worker.shutdownNow();
    }

    /** What is wrong goes back before more comes. */
    private boolean workNext() {
        return reversing.reverseNext(CHUNK) || booking.bookNext(CHUNK);
    }
}
