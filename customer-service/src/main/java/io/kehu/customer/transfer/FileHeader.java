package io.kehu.customer.transfer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The first row of a file, if it is one that names columns. */
final class FileHeader {

    static final int MOST_COLUMNS = 200;

    private FileHeader() {}

    /** @throws UnreadableFileException when it looks like data, is too wide or names two columns alike */
    static List<String> of(List<String> fields) {
        List<String> columns =
                new ArrayList<>(fields.stream().map(String::strip).toList());
        if (columns.stream().allMatch(String::isEmpty)) {
            throw new UnreadableFileException("file-header");
        }
        if (columns.size() > MOST_COLUMNS) {
            throw new UnreadableFileException("file-columns");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).isEmpty()) {
                columns.set(i, "#" + (i + 1));
            }
            String folded = columns.get(i).toLowerCase(Locale.ROOT);
            // What a custom field or another system is called is no data, whatever digits it has.
            String label = folded.replaceFirst("[\\[{]custom\\.[a-z0-9_]+[\\]}]$", "")
                    .replaceFirst("^reference:[a-z0-9_-]+$", "");
            boolean looksLikeData = label.contains("@") || label.matches(".*\\d{7,}.*");
            if (looksLikeData) {
                throw new UnreadableFileException("file-header");
            }
            if (!seen.add(folded)) {
                throw new UnreadableFileException("file-header-twice");
            }
        }
        return List.copyOf(columns);
    }
}
