package io.kehu.customer.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Finds the encoding by reading the whole file strictly: the first that fits every byte wins, and one that fits none is told. */
final class EncodingDetector {

    private static final int BUFFER = 64 * 1024;
    private static final Charset GB18030 = Charset.forName("GB18030");

    private EncodingDetector() {}

    /** Opens the file once more. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }

    static Charset detect(Source source) throws IOException {
        byte[] head;
        try (InputStream input = source.open()) {
            head = input.readNBytes(4);
        }
        if (head.length == 0) {
            throw new UnreadableFileException("file-empty");
        }
        List<Charset> candidates = startsWith(head, 0xFF, 0xFE) || startsWith(head, 0xFE, 0xFF)
                ? List.of(StandardCharsets.UTF_16)
                : List.of(StandardCharsets.UTF_8, GB18030);
        for (Charset candidate : candidates) {
            try (InputStream input = source.open()) {
                if (fits(input, candidate)) {
                    return candidate;
                }
            }
        }
        throw new UnreadableFileException("file-encoding");
    }

    private static boolean startsWith(byte[] head, int first, int second) {
        return head.length >= 2 && (head[0] & 0xFF) == first && (head[1] & 0xFF) == second;
    }

    private static boolean fits(InputStream input, Charset charset) throws IOException {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
        CharBuffer characters = CharBuffer.allocate(BUFFER);
        boolean end = false;
        while (!end) {
            int read = input.read(bytes.array(), bytes.position(), bytes.remaining());
            end = read < 0;
            bytes.position(bytes.position() + Math.max(0, read)).flip();
            if (decoder.decode(bytes, characters, end).isError() || holdsNul(characters)) {
                return false;
            }
            characters.clear();
            bytes.compact();
        }
        return !decoder.flush(characters).isError();
    }

    /** A text file has no NUL; a binary one, or UTF-16 without a mark, has many. */
    private static boolean holdsNul(CharBuffer characters) {
        for (int i = 0; i < characters.position(); i++) {
            if (characters.get(i) == 0) {
                return true;
            }
        }
        return false;
    }
}
