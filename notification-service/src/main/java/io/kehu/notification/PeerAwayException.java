package io.kehu.notification;

/** A peer did not answer, or not as agreed; the work that needs it waits. Says which peer and what kind of failure, never its text. */
public final class PeerAwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PeerAwayException(String peer, Throwable failure) {
        super(peer + " is away: " + failure.getClass().getSimpleName(), null, false, false);
    }
}
