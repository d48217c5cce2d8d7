package io.kehu.customer.matching.model;

/** Follows a run from outside. Called from several threads. */
public interface Watch {

    /** Asked often; throws what is to end the run. */
    void check();

    /** Pairs that will be compared. */
    void candidates(long pairs);

    /** More pairs have been compared. */
    void compared(long pairs);

    /** Nobody watches. */
    static Watch nobody() {
        return new Watch() {
            @Override
            public void check() {}

            @Override
            public void candidates(long pairs) {}

            @Override
            public void compared(long pairs) {}
        };
    }
}
