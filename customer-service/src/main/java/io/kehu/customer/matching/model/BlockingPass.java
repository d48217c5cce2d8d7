package io.kehu.customer.matching.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * One way to find candidates: records that share a code of one field, or codes of several at once.
 *
 * @param codes what has to be shared, all of it
 */
record BlockingPass(List<Code> codes) {

    private static final int MOST_KEYS = 24;
    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** The codes of a field, strong or coarse. */
    record Code(int field, boolean strong) {

        List<String> of(RecordStore records, int record) {
            Comparison comparison = records.fields().get(field).comparison();
            List<String> codes = new ArrayList<>();
            for (String value : records.values(field, record)) {
                codes.addAll(strong ? comparison.strongCodes(value) : comparison.coarseCodes(value));
            }
            return codes;
        }
    }

    BlockingPass {
        codes = List.copyOf(codes);
    }

    static BlockingPass of(Code... codes) {
        return new BlockingPass(List.of(codes));
    }

    BlockingPass and(Code code) {
        List<Code> more = new ArrayList<>(codes);
        more.add(code);
        return new BlockingPass(more);
    }

    boolean uses(int field) {
        return codes.stream().anyMatch(code -> code.field() == field);
    }

    /** How reports call it: the fields, each with a tilde where an error is allowed for. */
    String name(RecordStore records) {
        List<String> names = new ArrayList<>();
        for (Code code : codes) {
            String name = records.fields().get(code.field()).name();
            names.add(code.strong() ? name : "~" + name);
        }
        return String.join("+", names);
    }

    /** Hashes of what a record can be found by in this pass; none when it lacks one of the fields. */
    void keys(RecordStore records, int record, LongConsumer into) {
        long[] hashes = {FNV_BASIS};
        for (Code code : codes) {
            List<String> texts = code.of(records, record);
            long[] longer = new long[Math.min(MOST_KEYS, hashes.length * texts.size())];
            for (int i = 0; i < longer.length; i++) {
                longer[i] = hash(hashes[i % hashes.length], texts.get(i / hashes.length));
            }
            hashes = longer;
        }
        for (long hash : hashes) {
            into.accept(mixed(hash));
        }
    }

    private static long hash(long start, String text) {
        long hash = (start ^ 0x1F) * FNV_PRIME;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    /** Spreads the low bits upwards: blocks are told apart by the high ones. */
    static long mixed(long value) {
        long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
