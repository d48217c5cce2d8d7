package io.kehu.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A service behind the gateway, played by a real HTTP server: remembers what it was asked, answers as a test says, may be ill. */
public final class Upstream {

    private static final Map<String, Upstream> BY_DOMAIN = Map.of(
            "customer", new Upstream("customer"),
            "identity", new Upstream("identity"),
            "loyalty", new Upstream("loyalty"),
            "feedback", new Upstream("feedback"),
            "notification", new Upstream("notification"));

    /** Longer than the gateway trusts a connection it has just used; what it sends on one that we closed has no answer. */
    private static final Duration UNTIL_CONNECTIONS_ARE_CHECKED = Duration.ofMillis(150);

    private final String domain;
    private final int port;
    private final BlockingDeque<Received> received = new LinkedBlockingDeque<>();
    private volatile HttpHandler answer;
    private HttpServer server;

    /** A request as it arrived; header names are in lower case. */
    public record Received(String method, String target, Map<String, List<String>> headers, byte[] body) {

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        public List<String> header(String lowerCaseName) {
            return headers.getOrDefault(lowerCaseName, List.of());
        }
    }

    /** What a broken service does with a connection. */
    @FunctionalInterface
    public interface Breakage {
        void treat(Socket connection) throws IOException;
    }

    /** Something to do while the service is ill. */
    @FunctionalInterface
    public interface Meanwhile {
        void run() throws IOException, InterruptedException;
    }

    private Upstream(String domain) {
        this.domain = domain;
        this.answer = this::sayWhoIsThere;
        this.server = listen(0);
        this.port = server.getAddress().getPort();
    }

    public static Upstream of(String domain) {
        return BY_DOMAIN.get(domain);
    }

    public static Stream<Upstream> stream() {
        return BY_DOMAIN.values().stream();
    }

    static List<Upstream> all() {
        return List.copyOf(BY_DOMAIN.values());
    }

    /** Forgets what tests before have asked for. */
    public static void resetAll() {
        all().forEach(upstream -> {
            upstream.received.clear();
            upstream.answer = upstream::sayWhoIsThere;
        });
    }

    /** Every request that reached any service, since the last reset. */
    public static List<Received> receivedByAny() {
        return all().stream().flatMap(upstream -> upstream.received.stream()).toList();
    }

    public String domain() {
        return domain;
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    /** From now on answers this; the body has been read already. */
    public void answer(HttpHandler handler) {
        this.answer = exchange -> {
            remember(exchange, exchange.getRequestBody().readAllBytes());
            handler.handle(exchange);
        };
    }

    /** From now on answers this; the handler reads the body itself, if at all. */
    public void answerUnread(HttpHandler handler) {
        this.answer = handler;
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    /** The only request that arrived. */
    public Received only() {
        if (received.size() != 1) {
            throw new AssertionError(domain + " received " + received.size() + " requests: " + received);
        }
        return received.getFirst();
    }

    /** Nobody listens for a while. */
    public synchronized void whileDown(Meanwhile work) throws IOException, InterruptedException {
        server.stop(0);
        Awaitility.await().pollDelay(UNTIL_CONNECTIONS_ARE_CHECKED).until(() -> true);
        try {
            work.run();
        } finally {
            // A listener that was closed a moment ago may still hold the port.
            server = Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(10))
                    .ignoreExceptions()
                    .until(() -> listen(port), Objects::nonNull);
        }
    }

    /** Somebody listens who does not speak HTTP. */
    public void whileBroken(Breakage breakage, Meanwhile work) throws IOException, InterruptedException {
        whileDown(() -> {
            try (ServerSocket listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
                Thread.ofVirtual().start(() -> {
                    while (!listener.isClosed()) {
                        try (Socket connection = listener.accept()) {
                            breakage.treat(connection);
                        } catch (IOException e) {
                            // The gateway or the end of the test hung up.
                            continue;
                        }
                    }
                });
                work.run();
            }
        });
    }

    /** Sends a whole answer. */
    public static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private void sayWhoIsThere(HttpExchange exchange) throws IOException {
        remember(exchange, exchange.getRequestBody().readAllBytes());
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if ("HEAD".equals(exchange.getRequestMethod())) {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            return;
        }
        reply(exchange, 200, "{\"from\":\"" + domain + "\"}");
    }

    private void remember(HttpExchange exchange, byte[] body) {
        Map<String, List<String>> headers = new java.util.HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), List.copyOf(values)));
        received.add(new Received(
                exchange.getRequestMethod(), exchange.getRequestURI().toString(), Map.copyOf(headers), body));
    }

    private HttpServer listen(int wanted) {
        try {
            HttpServer created =
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 100);
            created.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            created.createContext("/", exchange -> answer.handle(exchange));
            created.start();
            return created;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
