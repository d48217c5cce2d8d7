package io.kehu.starter.web.page;

import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** The sort key of the last row a caller has seen. Opaque outside, so that its parts may change. */
public final class Cursor {

    private static final char SEPARATOR = '\u001f';

    /** What PostgreSQL can compare with. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final List<String> parts;

    private Cursor(List<String> parts) {
        this.parts = parts;
    }

    public static Cursor of(Object... key) {
        List<String> parts = new ArrayList<>();
        for (Object part : key) {
            parts.add(part.toString());
        }
        return new Cursor(List.copyOf(parts));
    }

    /** @throws ProblemException when the text was not made by {@link #encode} with as many parts */
    static Cursor decode(String text, int parts) {
        try {
            String decoded = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            List<String> found = List.of(decoded.split(String.valueOf(SEPARATOR), -1));
            // PostgreSQL keeps no NUL character, so none of our keys has one.
            if (found.size() == parts && decoded.indexOf('\0') < 0) {
                return new Cursor(found);
            }
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        throw invalid();
    }

    String encode() {
        String joined = String.join(String.valueOf(SEPARATOR), parts);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(joined.getBytes(StandardCharsets.UTF_8));
    }

    public String text(int index) {
        return parts.get(index);
    }

    public long number(int index) {
        try {
            return Long.parseLong(parts.get(index));
        } catch (NumberFormatException e) {
            throw invalid();
        }
    }

    public UUID uuid(int index) {
        try {
            return UUID.fromString(parts.get(index));
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    public Instant instant(int index) {
        try {
            Instant instant = Instant.parse(parts.get(index));
            if (instant.isAfter(EARLIEST) && instant.isBefore(LATEST)) {
                return instant;
            }
        } catch (DateTimeParseException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static ProblemException invalid() {
        return new ProblemException(CommonProblem.INVALID_CURSOR);
    }
}
