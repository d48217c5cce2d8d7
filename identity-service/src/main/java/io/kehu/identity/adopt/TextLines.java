package io.kehu.identity.adopt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Cuts a stream into lines; of a line that is too long only so much is known, so memory stays flat whatever comes. */
final class TextLines {

    private static final int LONGEST = 1_024;
    private static final int BUFFER = 64 * 1_024;
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream input;
    private final byte[] buffer = new byte[BUFFER];
    private final byte[] line = new byte[LONGEST];
    private int position;
    private int limit;
    private int start;
    private int length;
    private int number;
    private boolean tooLong;

    TextLines(InputStream input) {
        this.input = input;
    }

    /** Goes to the next line, which ends with LF, CRLF or the file. @return false at the end */
    boolean advance() throws IOException {
        start = 0;
        length = 0;
        tooLong = false;
        boolean ended = false;
        boolean any = false;
        while (!ended && (position < limit || fill())) {
            any = true;
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            keep(end);
            ended = end < limit;
            position = ended ? end + 1 : end;
        }
        if (any) {
            number++;
            trim();
        }
        return any;
    }

    /** From 1. */
    int number() {
        return number;
    }

    boolean isTooLong() {
        return tooLong;
    }

    /** With the character U+FFFD for what is not UTF-8. */
    String text() {
        return new String(line, start, length - start, StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        return java.util.Arrays.copyOfRange(line, start, length);
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, input.read(buffer, 0, BUFFER));
        return limit > 0;
    }

    private void keep(int end) {
        int kept = Math.min(end - position, LONGEST - length);
        System.arraycopy(buffer, position, line, length, kept);
        length += kept;
        tooLong |= kept < end - position;
    }

    private void trim() {
        if (length > 0 && !tooLong && line[length - 1] == '\r') {
            length--;
        }
        if (number == 1 && length >= MARK.length && java.util.Arrays.mismatch(line, MARK) == MARK.length) {
            start = MARK.length;
        }
    }
}
