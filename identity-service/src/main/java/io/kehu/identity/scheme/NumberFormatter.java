package io.kehu.identity.scheme;

import java.util.ArrayList;
import java.util.List;

/** Writes the numbers of a scheme, branch and month: make one for many numbers. Any number of threads may use it. */
public final class NumberFormatter {

    private final NumberLayout layout;
    private final NumberOrder order;
    private final String partition;

    NumberFormatter(NumberLayout layout, NumberOrder order, String partition) {
        this.layout = layout;
        this.order = order;
        this.partition = partition;
    }

    /** The number of a sequence. */
    public Template.Formatted format(long sequence) {
        long[] shown = {sequence};
        order.show(shown, partition);
        return layout.format(shown[0]);
    }

    /** The numbers of a run of sequences, first and last included; a scrambled run costs far less than its numbers one by one. */
    public List<Template.Formatted> format(long from, long to) {
        long[] shown = new long[Math.toIntExact(to - from + 1)];
        for (int i = 0; i < shown.length; i++) {
            shown[i] = from + i;
        }
        order.show(shown, partition);
        List<Template.Formatted> numbers = new ArrayList<>(shown.length);
        for (long sequence : shown) {
            numbers.add(layout.format(sequence));
        }
        return numbers;
    }
}
