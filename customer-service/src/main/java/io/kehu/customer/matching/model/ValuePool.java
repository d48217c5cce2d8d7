package io.kehu.customer.matching.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The distinct values of a field, each kept once in a slab of characters and known by a small number. */
final class ValuePool {

    private static final int CHUNK_BITS = 20;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int LONGEST = 500;

    private final List<char[]> chunks = new ArrayList<>();
    private int[] offsets = new int[256];
    private int[] counts = new int[256];
    private int[] table = new int[1024];
    private int used;
    private int size;

    /** @return number of the value; the same for equal values */
    int intern(String value) {
        String kept = value.length() > LONGEST ? value.substring(0, LONGEST) : value;
        int slot = slot(kept, kept.hashCode());
        if (table[slot] != 0) {
            return table[slot] - 1;
        }
        int id = size++;
        if (id == offsets.length) {
            offsets = Arrays.copyOf(offsets, id * 2);
            counts = Arrays.copyOf(counts, id * 2);
        }
        store(id, kept);
        table[slot] = size;
        if (size * 2 > table.length) {
            rehash();
        }
        return id;
    }

    void count(int id) {
        counts[id]++;
    }

    /** Records that hold the value. */
    int frequency(int id) {
        return counts[id];
    }

    int size() {
        return size;
    }

    String value(int id) {
        char[] chunk = chunks.get(offsets[id] >>> CHUNK_BITS);
        int start = offsets[id] & (CHUNK - 1);
        return new String(chunk, start + 1, chunk[start]);
    }

    /** Gives up what only {@link #intern} needs, and memory that was kept for growth. */
    void seal() {
        table = new int[0];
        offsets = Arrays.copyOf(offsets, size);
        counts = Arrays.copyOf(counts, size);
    }

    private void store(int id, String value) {
        int position = used & (CHUNK - 1);
        if (chunks.isEmpty() || position + value.length() + 1 > CHUNK || position == 0) {
            chunks.add(new char[CHUNK]);
            used = (chunks.size() - 1) << CHUNK_BITS;
        }
        offsets[id] = used;
        char[] chunk = chunks.getLast();
        int start = used & (CHUNK - 1);
        chunk[start] = (char) value.length();
        value.getChars(0, value.length(), chunk, start + 1);
        used += value.length() + 1;
    }

    private int slot(String value, int hash) {
        int mask = table.length - 1;
        int slot = (hash * 0x9E3779B9 >>> 7) & mask;
        while (table[slot] != 0 && !holds(table[slot] - 1, value)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean holds(int id, String value) {
        char[] chunk = chunks.get(offsets[id] >>> CHUNK_BITS);
        int start = offsets[id] & (CHUNK - 1);
        if (chunk[start] != value.length()) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            if (chunk[start + 1 + i] != value.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void rehash() {
        table = new int[table.length * 2];
        for (int id = 0; id < size; id++) {
            String value = value(id);
            table[slot(value, value.hashCode())] = id + 1;
        }
    }
}
