package io.kehu.notification.dispatch;

import io.kehu.notification.NotificationProperties;
import io.kehu.notification.message.WaitingSignal;
import io.kehu.notification.provider.Provider;
import io.kehu.notification.provider.Providers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Threads that send what waits, per provider: some for everything, some for what cannot wait. */
@Component
class DispatchWorkers implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(DispatchWorkers.class);
    private static final Duration STOP_GRACE = Duration.ofSeconds(15);

    private final Dispatcher dispatcher;
    private final WaitingSignal signal;
    private final NotificationProperties.Dispatch settings;
    private final List<Lane> lanes = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running;

    DispatchWorkers(
            Dispatcher dispatcher, WaitingSignal signal, Providers providers, NotificationProperties properties) {
        this.dispatcher = dispatcher;
        this.signal = signal;
        this.settings = properties.dispatch();
        for (Provider provider : providers.all()) {
            for (int i = 0; i < settings.urgentWorkers(); i++) {
                lanes.add(Lane.urgent(provider));
            }
            for (int i = 0; i < settings.workers(); i++) {
                lanes.add(Lane.all(provider));
            }
        }
    }

    @Override
    public synchronized void start() {
        running = true;
        for (Lane lane : lanes) {
            threads.add(Thread.ofPlatform()
                    .name("dispatch-" + lane + "-" + threads.size())
                    .daemon()
                    .start(() -> run(lane)));
        }
    }

    @Override
    public synchronized void stop() {
        running = false;
        signal.wake();
        for (Thread thread : threads) {
            try {
                thread.join(STOP_GRACE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        threads.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run(Lane lane) {
        int troubles = 0;
        while (running) {
            try {
                long seen = signal.arrivals();
                Dispatcher.Round round = dispatcher.round(lane, () -> !running);
                troubles = round.away() ? troubles + 1 : 0;
                if (round.away()) {
                    rest(troubles);
                } else if (round.taken() < settings.batch()) {
                    signal.await(seen, settings.poll());
                }
            } catch (InterruptedException e) {
                return;
            } catch (DataAccessException | TransactionException e) {
                log.warn("{} waits for the database: {}", lane, e.getClass().getSimpleName());
                troubles = restAfter(troubles);
            } catch (RuntimeException e) {
                log.error("{} failed and goes on: {}", lane, describe(e));
                troubles = restAfter(troubles);
            }
        }
    }

    private int restAfter(int troubles) {
        try {
            rest(troubles + 1);
        } catch (InterruptedException e) {
            running = false;
        }
        return troubles + 1;
    }

    private void rest(int troubles) throws InterruptedException {
        Duration pause = BackOff.doubled(settings.outagePause(), troubles - 1, settings.outagePauseLimit());
        signal.rest(pause, () -> !running);
    }

    /** Class and place, never the text: it may hold what a message was filled with. */
    private static String describe(RuntimeException failure) {
        StackTraceElement[] stack = failure.getStackTrace();
        return failure.getClass().getName() + (stack.length == 0 ? "" : " at " + stack[0]);
    }
}
