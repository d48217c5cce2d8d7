package io.kehu.gateway.route;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.io.HttpConnectionFactory;
import org.apache.hc.core5.http.io.ResponseOutOfOrderStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Connections whose writes end when nobody reads them. A socket has a time-out for reading only: a service that answers an upload and
 * reads no further, or hangs, would keep its caller and a connection for ever.
 */
final class StalledWrites implements HttpConnectionFactory<ManagedHttpClientConnection>, AutoCloseable {

    /** A write that takes longer waits for its reader. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final ResponseOutOfOrderStrategy answeredEarly;
    private final Duration patience;
    private final Set<Body> stuck = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("stalled-writes").factory());
    private final Future<?> looking;

    /**
     * @param answeredEarly tells, before each part of a body, whether the answer is there already
     * @param patience how long a service may read nothing before it counts as silent
     */
    StalledWrites(ResponseOutOfOrderStrategy answeredEarly, Duration patience) {
        this.answeredEarly = answeredEarly;
        this.patience = patience;
        this.looking = clock.scheduleWithFixedDelay(
                () -> stuck.forEach(Body::look), LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public ManagedHttpClientConnection createConnection(@Nullable Socket socket) throws IOException {
        Connection connection = new Connection();
        if (socket != null) {
            connection.bind(socket);
        }
        return connection;
    }

    @Override
    public void close() {
        looking.cancel(true);
        clock.shutdown();
    }

    private final class Connection extends DefaultManagedHttpClientConnection {

        private volatile boolean cut;

        Connection() {
            super("service", null, null, null, null, null, answeredEarly, null, null);
        }

        @Override
        public void bind(Socket socket) throws IOException {
            bind(new SocketHolder(socket) {
                @Override
                protected OutputStream getOutputStream(Socket same) throws IOException {
                    return new Body(same, Connection.this);
                }
            });
        }

        /** What was cut off cannot be written to again. */
        @Override
        public boolean isConsistent() {
            return !cut && super.isConsistent();
        }
    }

    /** What goes to a service; the connection is cut off in the middle of a write when it is of no use any more. */
    private final class Body extends FilterOutputStream {

        private final Socket socket;
        private final Connection connection;
        private long since;
        private boolean writing;

        Body(Socket socket, Connection connection) throws IOException {
            super(socket.getOutputStream());
            this.socket = socket;
            this.connection = connection;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (connection.cut) {
                return;
            }
            begin();
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                if (!connection.cut) {
                    throw e;
                }
                if (socket.isClosed()) {
                    throw new SocketTimeoutException("nobody read the body");
                }
                // The answer is there, and says what became of the body.
            } finally {
                end();
            }
        }

        private synchronized void begin() {
            since = System.nanoTime();
            writing = true;
            stuck.add(this);
        }

        private synchronized void end() {
            writing = false;
            stuck.remove(this);
        }

        synchronized void look() {
            Duration waited = Duration.ofNanos(System.nanoTime() - since);
            if (!writing || connection.cut || waited.compareTo(LOOK_EVERY) < 0) {
                return;
            }
            try {
                if (socket.getInputStream().available() > 0) {
                    connection.cut = true;
                    socket.shutdownOutput();
                } else if (waited.compareTo(patience) >= 0) {
                    connection.cut = true;
                    socket.close();
                }
            } catch (IOException e) {
                // The write that waits ends with the same fault.
            }
        }
    }
}
