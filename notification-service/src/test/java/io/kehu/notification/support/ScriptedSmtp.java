package io.kehu.notification.support;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An SMTP server that does what mail servers do on bad days: says what it is told to in answer to a command, or hangs up instead. A mail it
 * says 250 to is one that a real server would deliver; so is one whose answer it withholds after the final dot.
 */
public final class ScriptedSmtp implements Closeable {

    /** Instead of an answer. */
    public static final String HANG_UP = "hang up";

    private final ServerSocket socket;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> delivered = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    public ScriptedSmtp() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().name("scripted-smtp").daemon().start(this::accept);
    }

    public int port() {
        return socket.getLocalPort();
    }

    /**
     * What to say.
     *
     * @param command as it begins, such as {@code RCPT TO:<x@y.example>} or {@code DATA}; {@code .} for the end of the content
     */
    public ScriptedSmtp answering(String command, String answer) {
        answers.put(command, answer);
        return this;
    }

    public void forgetAnswers() {
        answers.clear();
    }

    /** Contents of the mails a real server would deliver. */
    public List<String> delivered() {
        return delivered;
    }

    public int connections() {
        return connections.get();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                connections.incrementAndGet();
                Thread.ofPlatform().name("scripted-smtp-connection").daemon().start(() -> talk(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void talk(Socket client) {
        try (client;
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
            if (!say(client, "CONNECT", "220 ready")) {
                return;
            }
            String line = reader.readLine();
            while (line != null) {
                if (line.startsWith("DATA") ? !content(client, reader) : !say(client, line, "250 ok")) {
                    return;
                }
                line = reader.readLine();
            }
        } catch (IOException e) {
            // The client hung up.
        }
    }

    private boolean content(Socket client, BufferedReader reader) throws IOException {
        if (!say(client, "DATA", "354 go on")) {
            return false;
        }
        if (answer("DATA", "354").startsWith("354")) {
            if (HANG_UP.equals(answers.get("CONTENT"))) {
                reader.readLine();
                return false;
            }
            StringBuilder content = new StringBuilder();
            String line = reader.readLine();
            while (line != null && !line.equals(".")) {
                content.append(line).append('\n');
                line = reader.readLine();
            }
            if (answer(".", "250").startsWith("250") || HANG_UP.equals(answers.get("."))) {
                delivered.add(content.toString());
            }
            return say(client, ".", "250 2.0.0 ok: queued as 4711ABC for <z@x.example>");
        }
        return true;
    }

    private boolean say(Socket client, String command, String otherwise) throws IOException {
        String answer = answer(command, otherwise);
        if (answer.equals(HANG_UP)) {
            return false;
        }
        client.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
        client.getOutputStream().flush();
        return !answer.startsWith("421");
    }

    private String answer(String command, String otherwise) {
        return answers.entrySet().stream()
                .filter(entry -> command.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(otherwise);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
