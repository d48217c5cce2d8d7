package io.kehu.local.bench;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One connection that sends prepared requests and reads answers, and does as little as that takes: on a machine shared with the service
 * a comfortable client would be most of what is measured.
 */
public final class HttpConnection implements Closeable {

    private static final int BUFFER = 1 << 16;
    private static final int TIMEOUT_MS = 30_000;
    private static final int STATUS_AT = 9;

    private final int port;
    private final byte[] buffer = new byte[BUFFER];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable Socket socket;
    private int position;
    private int end;

    /** To loopback, opened when first needed. */
    public HttpConnection(int port) {
        this.port = port;
    }

    /** The bytes of a POST with a JSON body. */
    public static byte[] post(String path, String token, String headers, String json) {
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        return ("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n" + headers + "\r\n"
                        + json)
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Sends a request and reads the whole answer.
     *
     * @return its status
     * @throws IOException when the connection breaks; whether the request had an effect is then unknown
     */
    public int send(byte[] request) throws IOException {
        try {
            Socket open = socket();
            open.getOutputStream().write(request);
            return answer(open.getInputStream());
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Of the last answer. */
    public String body() {
        return body.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    private Socket socket() throws IOException {
        Socket open = socket;
        if (open == null) {
            open = new Socket();
            open.setTcpNoDelay(true);
            open.setSoTimeout(TIMEOUT_MS);
            open.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
            position = 0;
            end = 0;
            socket = open;
        }
        return open;
    }

    private int answer(InputStream in) throws IOException {
        String first = line(in);
        int status = Integer.parseInt(first, STATUS_AT, STATUS_AT + 3, 10);
        int length = 0;
        boolean chunked = false;
        boolean last = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(
                        lower.substring("content-length:".length()).trim());
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.endsWith("chunked");
            last |= lower.startsWith("connection:") && lower.endsWith("close");
        }
        body.reset();
        if (chunked) {
            for (int size = chunk(in); size > 0; size = chunk(in)) {
                read(in, size);
                line(in);
            }
            line(in);
        } else {
            read(in, length);
        }
        if (last) {
            close();
        }
        return status;
    }

    private int chunk(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    private void read(InputStream in, int length) throws IOException {
        int left = length;
        while (left > 0) {
            fill(in);
            int taken = Math.min(left, end - position);
            body.write(buffer, position, taken);
            position += taken;
            left -= taken;
        }
    }

    private String line(InputStream in) throws IOException {
        line.reset();
        while (true) {
            fill(in);
            byte next = buffer[position++];
            if (next == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1).trim();
            }
            line.write(next);
        }
    }

    private void fill(InputStream in) throws IOException {
        if (position == end) {
            end = in.read(buffer);
            position = 0;
            if (end < 0) {
                end = 0;
                throw new EOFException("The connection was closed.");
            }
        }
    }
}
