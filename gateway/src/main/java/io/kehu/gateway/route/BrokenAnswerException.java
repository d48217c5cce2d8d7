package io.kehu.gateway.route;

import java.io.IOException;

/** A service's answer broke off while it was passed on. */
final class BrokenAnswerException extends IOException {

    private static final long serialVersionUID = 1L;

    BrokenAnswerException(IOException cause) {
        super(cause);
    }
}
