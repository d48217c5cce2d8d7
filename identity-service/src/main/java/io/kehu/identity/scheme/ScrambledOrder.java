package io.kehu.identity.scheme;

import java.security.SecureRandom;

/**
 * People see sequences permuted under a key: a balanced Feistel network (M. Luby, C. Rackoff, How to Construct Pseudorandom Permutations,
 * 1988) over the smallest even number of bits that holds the capacity, repeated until the result is within the capacity again, which
 * keeps it a permutation (cycle walking: J. Black, P. Rogaway, Ciphers with Arbitrary Finite Domains, CT-RSA 2002). The round function is
 * AES-256 over format, half width, round, partition and half, cut to the half width. Twelve rounds, two more than NIST SP 800-38G asks
 * of FF1, because small domains need them.
 *
 * <p>Whatever changes here changes numbers that were issued: a known-answer test keeps it as it is for ever.
 */
final class ScrambledOrder implements NumberOrder {

    static final int KEY_BYTES = 32;

    private static final int ROUNDS = 12;
    /** How many sequences go through the network together; bounds the memory a long run needs. */
    private static final int CHUNK = 1_024;

    private final byte[] key;
    private final long capacity;
    private final RoundFunction function;
    private final int halfBits;
    private final long halfMask;

    /** @param key 256 random bits, of this scheme only */
    ScrambledOrder(long capacity, byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("The key of an order has 256 bits.");
        }
        if (capacity < 1) {
            throw new IllegalArgumentException("An order needs something to arrange.");
        }
        this.key = key.clone();
        this.capacity = capacity;
        int bits = Long.SIZE - Long.numberOfLeadingZeros(capacity - 1);
        this.halfBits = Math.max(1, (bits + 1) / 2);
        this.halfMask = (1L << halfBits) - 1;
        this.function = new RoundFunction(key, halfBits);
    }

    static ScrambledOrder withNewKey(long capacity) {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return new ScrambledOrder(capacity, key);
    }

    /** For its sealed place in the table; nobody else may have it. */
    byte[] key() {
        return key.clone();
    }

    long capacity() {
        return capacity;
    }

    @Override
    public Kind kind() {
        return Kind.SCRAMBLED;
    }

    @Override
    public void show(long[] sequences, String partition) {
        permute(sequences, partition, true);
    }

    @Override
    public long sequence(long shown, String partition) {
        if (shown == 0) {
            return 0;
        }
        long[] one = {shown};
        permute(one, partition, false);
        return one[0];
    }

    private void permute(long[] numbers, String partition, boolean forward) {
        for (long number : numbers) {
            if (number < 1 || number > capacity) {
                throw new IllegalArgumentException("An order has sequences from 1 to its capacity.");
            }
        }
        try (RoundFunction.Use use = function.use(partition, Math.min(CHUNK, numbers.length))) {
            for (int from = 0; from < numbers.length; from += CHUNK) {
                walk(numbers, from, Math.min(numbers.length, from + CHUNK), use, forward);
            }
        }
    }

    /** Puts the numbers through the network, those again that leave the capacity. */
    private void walk(long[] numbers, int from, int to, RoundFunction.Use use, boolean forward) {
        int[] walking = new int[to - from];
        long[] values = new long[to - from];
        for (int i = 0; i < walking.length; i++) {
            walking[i] = from + i;
            values[i] = numbers[from + i] - 1;
        }
        int left = walking.length;
        while (left > 0) {
            network(values, left, use, forward);
            int outside = 0;
            for (int i = 0; i < left; i++) {
                if (values[i] < capacity) {
                    numbers[walking[i]] = values[i] + 1;
                } else {
                    walking[outside] = walking[i];
                    values[outside] = values[i];
                    outside++;
                }
            }
            left = outside;
        }
    }

    private void network(long[] values, int count, RoundFunction.Use use, boolean forward) {
        for (int step = 0; step < ROUNDS; step++) {
            use.apply(forward ? step : ROUNDS - 1 - step, values, count, forward ? 0 : halfBits);
            for (int i = 0; i < count; i++) {
                long left = values[i] >>> halfBits;
                long right = values[i] & halfMask;
                values[i] = forward
                        ? (right << halfBits) | (left ^ use.result(i))
                        : ((right ^ use.result(i)) << halfBits) | left;
            }
        }
    }
}
