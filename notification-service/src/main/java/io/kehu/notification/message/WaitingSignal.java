package io.kehu.notification.message;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Tells the workers of this process that messages wait. Only saves time: who misses it finds the messages at the next look. */
@Component
public class WaitingSignal {

    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long arrivals;

    /** Wakes the workers when the current transaction has committed, and does what else is to be done only then. */
    void afterCommit(Runnable also) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                wake();
                also.run();
            }
        });
    }

    /** Wakes the workers now. */
    public void wake() {
        lock.lock();
        try {
            arrivals++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How often somebody was told so far; to be given to {@link #await}. */
    public long arrivals() {
        lock.lock();
        try {
            return arrivals;
        } finally {
            lock.unlock();
        }
    }

    /** Returns as soon as more has arrived than was seen, or after the pause. */
    public void await(long seen, Duration pause) throws InterruptedException {
        long left = pause.toNanos();
        lock.lockInterruptibly();
        try {
            while (arrivals == seen && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the whole pause, whatever arrives, unless {@code over} says otherwise when somebody is told. */
    public void rest(Duration pause, BooleanSupplier over) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.convert(pause);
        lock.lockInterruptibly();
        try {
            while (left > 0 && !over.getAsBoolean()) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
