package io.kehu.customer.transfer;

/** A run of a job ends without an end of the job: it was cancelled, or its instance stops, or another instance has taken over. */
final class StoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoppedException() {
        super("stopped", null, false, false);
    }
}
