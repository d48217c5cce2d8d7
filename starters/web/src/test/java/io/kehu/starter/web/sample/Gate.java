package io.kehu.starter.web.sample;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** Lets a test hold one request inside of its effect while it sends another. */
@Component
class Gate {

    static final String HELD = "held";

    private final AtomicInteger preparations = new AtomicInteger();
    private volatile CountDownLatch entered = new CountDownLatch(1);
    private volatile CountDownLatch open = new CountDownLatch(1);

    void close() {
        entered = new CountDownLatch(1);
        open = new CountDownLatch(1);
    }

    void awaitSomebodyInside() throws InterruptedException {
        if (!entered.await(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Nobody came.");
        }
    }

    void open() {
        open.countDown();
    }

    void pass(String name) {
        if (!name.equals(HELD)) {
            return;
        }
        entered.countDown();
        try {
            if (!open.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Nobody opened.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void prepared() {
        preparations.incrementAndGet();
    }

    int preparations() {
        return preparations.get();
    }
}
