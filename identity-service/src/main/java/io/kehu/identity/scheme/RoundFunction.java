package io.kehu.identity.scheme;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256 as a keyed function of half a sequence. Ciphers keep state and are dear to make, so they go from use to use; many halves go
 * through one in a single call, which is what the processor's AES instructions are fast at.
 */
final class RoundFunction {

    private static final byte FORMAT = 1;
    private static final int BLOCK = 16;
    private static final int ROUND_AT = 2;
    private static final int PARTITION_AT = 4;
    private static final int LONGEST_PARTITION = 8;
    private static final int HALF_AT = 12;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final SecretKeySpec key;
    private final int halfBits;
    private final Queue<Cipher> idle = new ConcurrentLinkedQueue<>();

    /** @param halfBits width of what goes in and comes out, at most 31 */
    RoundFunction(byte[] key, int halfBits) {
        if (halfBits >= Integer.SIZE) {
            throw new IllegalArgumentException("Halves have at most 31 bits.");
        }
        this.key = new SecretKeySpec(key, "AES");
        this.halfBits = halfBits;
    }

    /** @param most how many halves go through together at most */
    Use use(String partition, int most) {
        Cipher cipher = idle.poll();
        return new Use(cipher == null ? cipher() : cipher, partition, most);
    }

    // One block goes in for one block out and nothing is chained: the bare cipher is the function wanted here.
    @SuppressWarnings("InsecureCryptoUsage")
    private Cipher cipher() {
        try {
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key);
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The function in one thread's hands, for one partition. */
    final class Use implements AutoCloseable {

        private final Cipher cipher;
        private final byte[] input;
        private final byte[] output;

        private Use(Cipher cipher, String partition, int most) {
            this.cipher = cipher;
            this.input = new byte[most * BLOCK];
            this.output = new byte[most * BLOCK];
            byte[] name = partition.getBytes(StandardCharsets.US_ASCII);
            if (name.length > LONGEST_PARTITION) {
                throw new IllegalArgumentException("Partitions are years and branches of at most 8 digits.");
            }
            for (int block = 0; block < input.length; block += BLOCK) {
                input[block] = FORMAT;
                input[block + 1] = (byte) halfBits;
                input[block + PARTITION_AT - 1] = (byte) name.length;
                System.arraycopy(name, 0, input, block + PARTITION_AT, name.length);
            }
        }

        /** Takes the half of each value that starts at a bit. */
        void apply(int round, long[] values, int count, int shift) {
            long mask = (1L << halfBits) - 1;
            for (int i = 0; i < count; i++) {
                input[i * BLOCK + ROUND_AT] = (byte) round;
                INT.set(input, i * BLOCK + HALF_AT, (int) ((values[i] >>> shift) & mask));
            }
            try {
                cipher.update(input, 0, count * BLOCK, output, 0);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        long result(int index) {
            return (int) INT.get(output, index * BLOCK) & ((1L << halfBits) - 1);
        }

        @Override
        public void close() {
            idle.add(cipher);
        }
    }
}
