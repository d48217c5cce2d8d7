package io.kehu.customer.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Uploaded files as tables, whatever their kind. */
@Component
class TableFiles {

    static final int MOST_ROWS = 1_000_000;

    private static final int[] ZIP = {'P', 'K', 3, 4};

    /** Workbooks of before 2007, and all that are locked with a password. */
    private static final int[] OLE2 = {0xD0, 0xCF, 0x11, 0xE0};

    private final ImportFiles files;

    TableFiles(ImportFiles files) {
        this.files = files;
    }

    /** What a file holds. */
    record Description(FileShape shape, int rows) {}

    /**
     * Finds out how a stored file is to be read, and counts its rows.
     *
     * @param sheet of a workbook; null for the first one
     * @throws UnreadableFileException when it cannot be imported
     */
    Description describe(UUID importId, @Nullable String sheet) {
        try {
            FileShape shape = shape(importId, sheet);
            int rows = read(importId, shape, row -> {
                if (row.number() > MOST_ROWS) {
                    throw new UnreadableFileException("file-rows");
                }
                return true;
            });
            if (rows == 0) {
                throw new UnreadableFileException("file-no-rows");
            }
            return new Description(shape, rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Visits the rows below the header, in order. @return how many were visited */
    int read(UUID importId, FileShape shape, FileRow.Visitor visitor) {
        return switch (shape.format()) {
            case CSV -> CsvFile.read(files.open(importId), shape, visitor);
            case XLSX -> XlsxFile.read(files.channel(importId), shape, visitor);
        };
    }

    private FileShape shape(UUID importId, @Nullable String sheet) throws IOException {
        byte[] head;
        try (InputStream input = files.open(importId)) {
            head = input.readNBytes(ZIP.length);
        }
        if (startsWith(head, ZIP)) {
            return XlsxFile.shape(files.channel(importId), sheet);
        }
        if (startsWith(head, OLE2)) {
            throw new UnreadableFileException("file-old-or-locked");
        }
        if (sheet != null) {
            throw new UnreadableFileException("file-sheet");
        }
        EncodingDetector.Source source = () -> files.open(importId);
        return CsvFile.shape(source, EncodingDetector.detect(source));
    }

    private static boolean startsWith(byte[] head, int[] signature) {
        for (int i = 0; i < signature.length; i++) {
            if (i >= head.length || (head[i] & 0xFF) != signature[i]) {
                return false;
            }
        }
        return true;
    }
}
