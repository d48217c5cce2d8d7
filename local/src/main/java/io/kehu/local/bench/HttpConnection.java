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
import org.jspecify.annotations.Nullable;

/**
 * One connection that sends prepared requests and reads answers, and does as little as that takes: on a machine shared with the service
 * a comfortable client would be most of what is measured.
 */
public final class HttpConnection implements Closeable {

    private static final int BUFFER = 1 << 16;
    private static final int TIMEOUT_MS = 120_000;
    private static final int STATUS_AT = 9;
    private static final int LONGEST_LINE = 8_192;
    private static final int DECIMAL = 10;
    private static final int HEXADECIMAL = 16;

    private final int port;
    private final byte[] buffer = new byte[BUFFER];
    private final byte[] line = new byte[LONGEST_LINE];
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int lineLength;
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

    /** The bytes of a GET. */
    public static byte[] get(String path, String token) {
        return ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token + "\r\n\r\n")
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
        line(in);
        int status = number(STATUS_AT, DECIMAL);
        int length = 0;
        boolean chunked = false;
        boolean last = false;
        for (line(in); lineLength > 0; line(in)) {
            if (startsWith("content-length:")) {
                length = number("content-length:".length(), DECIMAL);
            } else if (startsWith("transfer-encoding:")) {
                chunked = true;
            } else if (startsWith("connection: close")) {
                last = true;
            }
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
        line(in);
        return number(0, HEXADECIMAL);
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

    /** Reads a line without its end. */
    private void line(InputStream in) throws IOException {
        lineLength = 0;
        while (true) {
            fill(in);
            byte next = buffer[position++];
            if (next == '\n') {
                return;
            }
            if (next != '\r') {
                line[lineLength++] = next;
            }
        }
    }

    private boolean startsWith(String lowerCase) {
        if (lineLength < lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            if (Character.toLowerCase((char) line[i]) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The digits that begin at or behind a place of the line. */
    private int number(int from, int radix) {
        int at = from;
        while (line[at] == ' ') {
            at++;
        }
        int value = 0;
        for (int digit; at < lineLength && (digit = Character.digit(line[at], radix)) >= 0; at++) {
            value = value * radix + digit;
        }
        return value;
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
