package io.kehu.customer.export;

import io.kehu.customer.transfer.HarmlessText;
import io.kehu.starter.protection.token.SearchTokens;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The mark in the last column of each exported row: which export and row it is, a keyed token that nobody else can make, and one over the
 * row's cells that shows whether somebody changed them. Personal values cannot be guessed from it without the service's key.
 */
@Component
class ExportMarks {

    /** The header of the column; the import ignores it. */
    static final String HEADER = "_export";

    static final String PATTERN = "x1\\.[A-Za-z0-9_-]{48}";

    private static final String PREFIX = "x1.";
    private static final String ROW_INDEX = "customer.export.row";
    private static final String CELLS_INDEX = "customer.export.cells";
    private static final int BYTES = 36;
    private static final char SEPARATOR = '\u001f';

    private final SearchTokens tokens;

    ExportMarks(SearchTokens tokens) {
        this.tokens = tokens;
    }

    /**
     * Where a mark comes from.
     *
     * @param row of the file, from 1
     * @param cells token of the cells as they were
     */
    record Origin(UUID exportId, int row, long cells) {}

    String mark(UUID exportId, int row, List<String> cells) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .putLong(exportId.getMostSignificantBits())
                .putLong(exportId.getLeastSignificantBits())
                .putInt(row)
                .putLong(rowToken(exportId, row))
                .putLong(cellsToken(exportId, row, cells));
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** Empty for a mark that was not made here. */
    Optional<Origin> origin(String mark) {
        if (!mark.matches(PATTERN)) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(mark.substring(PREFIX.length())));
        UUID exportId = new UUID(bytes.getLong(), bytes.getLong());
        int row = bytes.getInt();
        return bytes.getLong() == rowToken(exportId, row)
                ? Optional.of(new Origin(exportId, row, bytes.getLong()))
                : Optional.empty();
    }

    /** @param cells of the row without its mark, as they stand in the file */
    boolean isUnaltered(Origin origin, List<String> cells) {
        List<String> values =
                cells.stream().map(cell -> HarmlessText.back(cell.strip())).toList();
        return origin.cells() == cellsToken(origin.exportId(), origin.row(), values);
    }

    private long rowToken(UUID exportId, int row) {
        return tokens.token(ROW_INDEX, exportId.toString() + SEPARATOR + row);
    }

    private long cellsToken(UUID exportId, int row, List<String> cells) {
        String joined = cells.stream()
                .map(cell -> cell.strip().replace("\r\n", "\n").replace('\r', '\n'))
                .collect(Collectors.joining(String.valueOf(SEPARATOR)));
        return tokens.token(CELLS_INDEX, exportId.toString() + SEPARATOR + row + SEPARATOR + joined);
    }
}
