package io.kehu.customer.transfer;

/**
 * Which row of a file first stands for an identity: a table of 64-bit prints in memory, 12 bytes a place, because every row asks for each of
 * its identities. Two identities of one print are taken for one; a million rows have such a pair about once in ten million files, and
 * what applies the file looks at the row's identities again.
 */
final class FirstRows {

    private static final int SMALLEST = 1 << 10;
    private static final int FREE = 0;

    private long[] prints = new long[SMALLEST];
    private int[] rows = new int[SMALLEST];
    private int size;

    /**
     * Notes that a row stands for an identity, unless a row noted before does.
     *
     * @param row from 1
     * @return the row that stands for it now
     */
    int note(long print, int row) {
        if (size * 3L > rows.length * 2L) {
            grow();
        }
        int place = place(prints, rows, print);
        if (rows[place] == FREE) {
            prints[place] = print;
            rows[place] = row;
            size++;
        }
        return rows[place];
    }

    private void grow() {
        long[] morePrints = new long[prints.length * 2];
        int[] moreRows = new int[rows.length * 2];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] != FREE) {
                int place = place(morePrints, moreRows, prints[i]);
                morePrints[place] = prints[i];
                moreRows[place] = rows[i];
            }
        }
        prints = morePrints;
        rows = moreRows;
    }

    /** Where a print is, or goes. */
    private static int place(long[] prints, int[] rows, long print) {
        int mask = rows.length - 1;
        int place = (int) (print ^ print >>> 32) & mask;
        while (rows[place] != FREE && prints[place] != print) {
            place = place + 1 & mask;
        }
        return place;
    }
}
