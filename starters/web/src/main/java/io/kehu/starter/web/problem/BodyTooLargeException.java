package io.kehu.starter.web.problem;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The body went past its limit while it was read; an I/O failure, so that every reader lets it through. */
public final class BodyTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    private final long limitBytes;

    public BodyTooLargeException(long limitBytes) {
        super("Body larger than " + limitBytes + " bytes");
        this.limitBytes = limitBytes;
    }

    ProblemException toProblem() {
        return new ProblemException(CommonProblem.BODY_TOO_LARGE, limitBytes);
    }

    static @Nullable BodyTooLargeException in(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BodyTooLargeException found) {
                return found;
            }
        }
        return null;
    }
}
