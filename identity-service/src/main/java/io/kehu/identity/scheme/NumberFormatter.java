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
        List<Template.Formatted> numbers = new ArrayList<>();
        forEach(
                from,
                to,
                (canonical, display) ->
                        numbers.add(new Template.Formatted(new String(canonical), new String(display))));
        return numbers;
    }

    /** Shows the numbers of a run to a reader, without making a text of each. */
    public void forEach(long from, long to, Reader reader) {
        long[] shown = new long[Math.toIntExact(to - from + 1)];
        for (int i = 0; i < shown.length; i++) {
            shown[i] = from + i;
        }
        order.show(shown, partition);
        NumberLayout.Pen pen = layout.new Pen();
        for (long sequence : shown) {
            pen.write(sequence);
            reader.read(pen.canonical(), pen.display());
        }
    }

    /** Who reads numbers one by one. */
    @FunctionalInterface
    public interface Reader {

        /** @param canonical the number, as ASCII characters; like {@code display}, which groups it for people, gone after the call */
        void read(char[] canonical, char[] display);
    }
}
