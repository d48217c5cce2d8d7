package io.kehu.local.bench;

import io.kehu.local.suite.KehuException;
import io.kehu.local.suite.ServiceInstance;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;

/** Two instances of a service on one database, of which one may be away. */
public final class Instances implements AutoCloseable {

    public static final int COUNT = 2;

    private final IntFunction<ServiceInstance> starter;
    private final AtomicReferenceArray<ServiceInstance> running = new AtomicReferenceArray<>(COUNT);

    /** @param starter starts the instance of a place */
    public Instances(IntFunction<ServiceInstance> starter) {
        this.starter = starter;
        for (int i = 0; i < COUNT; i++) {
            start(i);
        }
    }

    public void start(int place) {
        running.set(place, starter.apply(place));
    }

    /** Callers notice it by themselves. */
    public void kill(int place) {
        ServiceInstance victim = required(place);
        victim.kill();
        running.set(place, null);
    }

    public Optional<ServiceInstance> find(int place) {
        return Optional.ofNullable(running.get(place));
    }

    public ServiceInstance required(int place) {
        return find(place).orElseThrow(() -> new KehuException("Instance " + place + " does not run."));
    }

    @Override
    public void close() {
        for (int i = 0; i < COUNT; i++) {
            find(i).ifPresent(ServiceInstance::close);
        }
    }
}
