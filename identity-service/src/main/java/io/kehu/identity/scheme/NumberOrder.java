package io.kehu.identity.scheme;

/** In which order the sequences of a partition, 1 to the capacity, become the sequences people see. */
public sealed interface NumberOrder permits SequentialOrder, ScrambledOrder {

    /** What administrators choose from. */
    enum Kind {
        /** One after the other: short to explain, and everybody can guess the neighbours of a number. */
        SEQUENTIAL,
        /** As a secret of the scheme says: nobody can guess neighbours, or how many numbers were issued. */
        SCRAMBLED
    }

    Kind kind();

    /**
     * Replaces sequences by what people see instead.
     *
     * @param partition each has an order of its own
     */
    void show(long[] sequences, String partition);

    /** The sequence behind one that people see; 0, which no number has, stays 0. */
    long sequence(long shown, String partition);
}
