package io.kehu.notification.provider;

/** A provider cannot be reached, or does not let us in. Says what kind of failure it was, never its text. */
public final class ProviderAwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ProviderAwayException(String provider, Throwable failure) {
        super(provider + " is away: " + failure.getClass().getSimpleName(), null, false, false);
    }
}
