package io.kehu.customer.export;

import io.kehu.customer.transfer.SeveralValues;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A column of a file, as somebody may have it.
 *
 * @param name as the import calls it
 * @param header what stands above it
 * @param personal whether its values are personal
 * @param clear whether they are shown in the clear
 * @param several whether a cell may hold more than one
 * @param mask makes what is shown otherwise; null where they come masked already
 */
record ExportColumn(
        String name,
        String header,
        CellKind kind,
        boolean personal,
        boolean clear,
        boolean several,
        @Nullable UnaryOperator<String> mask,
        Function<KnownCustomer, List<String>> values) {

    ExportColumn masked() {
        return new ExportColumn(name, header, kind, personal, false, several, mask, values);
    }

    /** What stands in the cell. */
    String text(KnownCustomer known) {
        UnaryOperator<String> worn = clear || mask == null ? UnaryOperator.identity() : mask;
        List<String> shown = values.apply(known).stream()
                .map(worn)
                .filter(value -> !value.isEmpty())
                .toList();
        return several ? SeveralValues.joined(shown) : String.join("", shown);
    }
}
