package io.kehu.customer.transfer;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of a file.
 *
 * @param number below the header, from 1; blank rows are not counted
 * @param fault what makes the row as a whole unreadable, as a reason
 * @param cellFaults by position, the code of what is wrong with a cell that its text does not show
 */
record FileRow(int number, List<String> fields, @Nullable String fault, Map<Integer, String> cellFaults) {

    FileRow {
        fields = List.copyOf(fields);
        cellFaults = Map.copyOf(cellFaults);
    }

    /** Takes rows; returning false ends the reading. */
    @FunctionalInterface
    interface Visitor {
        boolean visit(FileRow row);
    }
}
