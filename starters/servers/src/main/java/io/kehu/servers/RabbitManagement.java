package io.kehu.servers;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** The broker's HTTP management, as far as virtual hosts, users and permissions need it. Every call may be repeated. */
public final class RabbitManagement {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int FIRST_ERROR_STATUS = 300;
    private static final int NOT_FOUND = 404;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final String url;
    private final String authorization;

    public RabbitManagement(String url, String user, String password) {
        this.url = url;
        this.authorization =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    public boolean answers() {
        try {
            return send("GET", "/api/overview", "").statusCode() < FIRST_ERROR_STATUS;
        } catch (IOException e) {
            return false;
        }
    }

    public void createVirtualHost(String name) {
        change("PUT", "/api/vhosts/" + encode(name), "{}");
    }

    public void deleteVirtualHost(String name) {
        change("DELETE", "/api/vhosts/" + encode(name), "");
    }

    public void createUser(String name, String password) {
        change("PUT", "/api/users/" + encode(name), "{\"password\":\"" + password + "\",\"tags\":\"\"}");
    }

    public void deleteUser(String name) {
        change("DELETE", "/api/users/" + encode(name), "");
    }

    /** A topic exchange, and a queue that takes everything it gets and keeps the last thousand of it. */
    public void createSink(String virtualHost, String exchange, String queue) {
        change(
                "PUT",
                "/api/exchanges/" + encode(virtualHost) + "/" + encode(exchange),
                "{\"type\":\"topic\",\"durable\":true}");
        change(
                "PUT",
                "/api/queues/" + encode(virtualHost) + "/" + encode(queue),
                "{\"durable\":true,\"arguments\":{\"x-max-length\":1000}}");
        change(
                "POST",
                "/api/bindings/" + encode(virtualHost) + "/e/" + encode(exchange) + "/q/" + encode(queue),
                "{\"routing_key\":\"#\"}");
    }

    /** Regular expressions over resource names, as in {@code rabbitmqctl set_permissions}, escaped for JSON. */
    public void permit(String virtualHost, String user, String configure, String write, String read) {
        change(
                "PUT",
                "/api/permissions/" + encode(virtualHost) + "/" + encode(user),
                "{\"configure\":\"%s\",\"write\":\"%s\",\"read\":\"%s\"}".formatted(configure, write, read));
    }

    /** Regular expressions over routing keys of one topic exchange, escaped for JSON. */
    public void permitTopic(String virtualHost, String user, String exchange, String write, String read) {
        change(
                "PUT",
                "/api/topic-permissions/" + encode(virtualHost) + "/" + encode(user),
                "{\"exchange\":\"%s\",\"write\":\"%s\",\"read\":\"%s\"}".formatted(exchange, write, read));
    }

    private void change(String method, String path, String body) {
        try {
            HttpResponse<String> response = send(method, path, body);
            boolean goneAlready = "DELETE".equals(method) && response.statusCode() == NOT_FOUND;
            if (response.statusCode() >= FIRST_ERROR_STATUS && !goneAlready) {
                throw new ServerFailedException(
                        "RabbitMQ refused " + method + " " + path + " with status " + response.statusCode() + ".");
            }
        } catch (IOException e) {
            throw new ServerFailedException("RabbitMQ management at " + url + " does not answer.", e);
        }
    }

    private HttpResponse<String> send(String method, String path, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(TIMEOUT)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
