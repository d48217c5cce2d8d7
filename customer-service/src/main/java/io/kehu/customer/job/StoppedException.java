package io.kehu.customer.job;

/** A run of a job ends without an end of the job: it was cancelled, or its instance stops, or another instance has taken over. */
public final class StoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoppedException() {
        super("stopped", null, false, false);
    }
}
