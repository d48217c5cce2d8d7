package io.kehu.local.bench.identity;

import io.kehu.local.suite.KehuException;
import io.kehu.local.suite.ServiceInstance;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Two instances of identity-service on one database, of which one may be away. */
final class Instances implements AutoCloseable {

    static final int COUNT = 2;

    private final Scratch scratch;
    private final AtomicReferenceArray<ServiceInstance> running = new AtomicReferenceArray<>(COUNT);

    Instances(Scratch scratch) {
        this.scratch = scratch;
        for (int i = 0; i < COUNT; i++) {
            start(i);
        }
    }

    void start(int place) {
        running.set(place, scratch.shortLived("crash-" + place));
    }

    /** Callers notice it by themselves. */
    void kill(int place) {
        ServiceInstance victim = required(place);
        victim.kill();
        running.set(place, null);
    }

    Optional<ServiceInstance> find(int place) {
        return Optional.ofNullable(running.get(place));
    }

    ServiceInstance required(int place) {
        return find(place).orElseThrow(() -> new KehuException("Instance " + place + " does not run."));
    }

    @Override
    public void close() {
        for (int i = 0; i < COUNT; i++) {
            find(i).ifPresent(ServiceInstance::close);
        }
    }
}
