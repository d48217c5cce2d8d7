package io.kehu.local.bench.identity;

import io.kehu.local.bench.HttpConnection;
import io.kehu.local.bench.Instances;
import io.kehu.local.suite.KehuException;
import io.kehu.local.suite.ServiceInstance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Allocates batch after batch; a call whose answer is lost is made again with its key, at the other instance, until it is answered. */
final class RestlessCaller implements Runnable {

    private static final int LARGEST = 1_000;
    private static final int CREATED = 201;
    private static final int SERVER_ERROR = 500;

    /** Leaves an instance that starts again some of the processor. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final int place;
    private final Instances instances;
    private final SplittableRandom random;
    private final List<Told> told = new ArrayList<>();
    private volatile String token;
    private volatile boolean stopped;
    private volatile long numbers;

    RestlessCaller(int place, Instances instances, String token) {
        this.place = place;
        this.instances = instances;
        this.random = new SplittableRandom(place);
        this.token = token;
    }

    /** Access tokens end. */
    void use(String fresh) {
        token = fresh;
    }

    void stop() {
        stopped = true;
    }

    /** How many it was told so far. */
    long numbers() {
        return numbers;
    }

    /** What it was told, once it has stopped. */
    List<Told> told() {
        return List.copyOf(told);
    }

    @Override
    public void run() {
        for (int call = 0; !stopped; call++) {
            Told answer = allocate("crash-" + place + "-" + call, random.nextInt(1, LARGEST + 1));
            told.add(answer);
            numbers += answer.to() - answer.from() + 1;
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** The same numbers again, or the check fails. */
    Told again(Told before) {
        return allocate(before.key(), (int) (before.to() - before.from() + 1));
    }

    private Told allocate(String key, int count) {
        String body = "{\"scheme\":\"" + Scratch.SCHEME + "\",\"count\":" + count + "}";
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        for (int attempt = place; System.nanoTime() < deadline; attempt++) {
            Optional<ServiceInstance> instance = instances.find(attempt % Instances.COUNT);
            Optional<String> answer = instance.isEmpty()
                    ? Optional.empty()
                    : send(
                            instance.get(),
                            HttpConnection.post(
                                    "/identity/v1/numbers", token, "Idempotency-Key: " + key + "\r\n", body));
            if (answer.isPresent()) {
                return Told.of(key, answer.get(), count);
            }
            LockSupport.parkNanos(RETRY_NANOS);
        }
        throw new KehuException("No answer for two minutes.");
    }

    private static Optional<String> send(ServiceInstance instance, byte[] request) {
        try (HttpConnection connection = new HttpConnection(instance.port())) {
            int status = connection.send(request);
            if (status == CREATED) {
                return Optional.of(connection.body());
            }
            if (status < SERVER_ERROR) {
                throw new KehuException("identity-service answered " + status + ": " + connection.body());
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
