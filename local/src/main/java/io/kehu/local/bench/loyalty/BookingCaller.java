package io.kehu.local.bench.loyalty;

import io.kehu.local.bench.HttpConnection;
import io.kehu.local.bench.Instances;
import io.kehu.local.suite.KehuException;
import io.kehu.local.suite.ServiceInstance;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Earns and spends batch after batch; a call whose answer is lost is made again with its key, at the other instance, until it is answered. */
final class BookingCaller implements Runnable {

    static final String ACTIVITY = "CRASH";

    private static final int BATCH = 100;
    private static final int MEMBERS = 1_000;
    private static final int HOT_EVERY = 5;
    private static final int SUCCESS = 200;
    private static final int REQUEST_RUNNING = 409;
    private static final int SERVER_ERROR = 500;
    private static final String BOOKED = "\"BOOKED\"";
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final int place;
    private final Instances instances;
    private volatile String token;
    private volatile boolean stopped;
    private volatile long booked;

    BookingCaller(int place, Instances instances, String token) {
        this.place = place;
        this.instances = instances;
        this.token = token;
    }

    /** Access tokens end. */
    void use(String fresh) {
        token = fresh;
    }

    void stop() {
        stopped = true;
    }

    /** How many bookings it was told of so far. */
    long booked() {
        return booked;
    }

    @Override
    public void run() {
        for (int call = 0; !stopped; call++) {
            String name = "CR" + place + "." + call;
            String body = items(name);
            booked += count(answered(name, body));
        }
    }

    /** Half of them earn, half of them spend; some of all callers' for one member. */
    private static String items(String name) {
        StringBuilder items = new StringBuilder("{\"items\":[");
        for (int i = 0; i < BATCH; i++) {
            String number = i % HOT_EVERY == 0
                    ? Stock.number("H", 1)
                    : Stock.number("B", 1 + (name.hashCode() & 0xffff) * 31L % MEMBERS + i);
            items.append(i == 0 ? "" : ",")
                    .append(
                            i % 2 == 0
                                    ? "{\"action\":\"EARN\",\"activity\":\"" + ACTIVITY + "\""
                                    : "{\"action\":\"REDEEM\"")
                    .append(",\"number\":\"")
                    .append(number)
                    .append("\",\"points\":1,\"businessRef\":\"")
                    .append(name)
                    .append('.')
                    .append(i)
                    .append("\"}");
        }
        return items.append("]}").toString();
    }

    private String answered(String name, String body) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        for (int attempt = place; System.nanoTime() < deadline; attempt++) {
            Optional<ServiceInstance> instance = instances.find(attempt % Instances.COUNT);
            Optional<String> answer = instance.isEmpty()
                    ? Optional.empty()
                    : send(
                            instance.get(),
                            HttpConnection.post("/loyalty/v1/points:batch", token, Calls.key(name), body));
            if (answer.isPresent()) {
                return answer.get();
            }
            LockSupport.parkNanos(RETRY_NANOS);
        }
        throw new KehuException("No answer for two minutes.");
    }

    private static Optional<String> send(ServiceInstance instance, byte[] request) {
        try (HttpConnection connection = new HttpConnection(instance.port())) {
            int status = connection.send(request);
            if (status == SUCCESS) {
                return Optional.of(connection.body());
            }
            if (status < SERVER_ERROR && status != REQUEST_RUNNING) {
                throw new KehuException("loyalty-service answered " + status + ": " + connection.body());
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static long count(String answer) {
        long found = 0;
        for (int at = answer.indexOf(BOOKED); at >= 0; at = answer.indexOf(BOOKED, at + 1)) {
            found++;
        }
        return found;
    }
}
