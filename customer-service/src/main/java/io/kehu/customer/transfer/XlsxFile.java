package io.kehu.customer.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads a sheet of a workbook row by row, straight from the sealed file; only the texts that cells share are held in memory. */
final class XlsxFile {

    /** A sheet cannot have more. */
    private static final int MOST_PHYSICAL_ROWS = 1_048_576;

    private static final int MOST_SHEETS = 200;

    private XlsxFile() {}

    /** What is known of a workbook before its sheets are read. */
    private record Book(Map<String, String> sheets, Map<String, String> relations, boolean from1904) {}

    /** @param wanted name of a sheet, or null for the first one @return header and sheets of the workbook */
    static FileShape shape(SealedChannel channel, @Nullable String wanted) {
        try (XlsxPackage parts = new XlsxPackage(channel)) {
            Book book = book(parts);
            String sheet = wanted == null ? book.sheets().keySet().iterator().next() : wanted;
            List<List<String>> header = new ArrayList<>();
            read(parts, book, sheet, (fields, faults) -> {
                header.add(fields);
                return false;
            });
            if (header.isEmpty()) {
                throw new UnreadableFileException("file-header");
            }
            return FileShape.xlsx(
                    FileHeader.of(header.getFirst()),
                    sheet,
                    List.copyOf(book.sheets().keySet()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Visits the rows below the header, in order. @return how many there were */
    static int read(SealedChannel channel, FileShape shape, FileRow.Visitor visitor) {
        int width = shape.columns().size();
        int[] number = {-1};
        try (XlsxPackage parts = new XlsxPackage(channel)) {
            Book book = book(parts);
            read(parts, book, String.valueOf(shape.sheet()), (fields, faults) -> {
                number[0]++;
                if (number[0] == 0) {
                    return true;
                }
                while (fields.size() < width) {
                    fields.add("");
                }
                return visitor.visit(new FileRow(number[0], fields, null, faults));
            });
            return Math.max(0, number[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    private interface Cells {
        boolean visit(List<String> fields, Map<Integer, String> faults);
    }

    private static Book book(XlsxPackage parts) throws IOException {
        String path = parts.relations("").getOrDefault("officeDocument", "xl/workbook.xml");
        Map<String, String> relations = parts.relations(path);
        Map<String, String> sheets = new LinkedHashMap<>();
        boolean[] from1904 = new boolean[1];
        boolean there = parts.read(path, xml -> {
            while (xml.hasNext()) {
                if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                    continue;
                }
                if (xml.getLocalName().equals("workbookPr")) {
                    from1904[0] = List.of("1", "true").contains(String.valueOf(XlsxPackage.attribute(xml, "date1904")));
                } else if (xml.getLocalName().equals("sheet")) {
                    String target = relations.get(String.valueOf(XlsxPackage.attribute(xml, "id")));
                    String name = XlsxPackage.attribute(xml, "name");
                    if (target != null && name != null && sheets.size() < MOST_SHEETS) {
                        sheets.put(name, target);
                    }
                }
            }
        });
        if (!there || sheets.isEmpty()) {
            throw XlsxPackage.unreadable();
        }
        return new Book(sheets, relations, from1904[0]);
    }

    private static void read(XlsxPackage parts, Book book, String sheet, Cells visitor) throws IOException {
        String path = book.sheets().get(sheet);
        if (path == null) {
            throw new UnreadableFileException("file-sheet");
        }
        XlsxTexts texts = new XlsxTexts();
        XlsxStyles styles = new XlsxStyles();
        parts.read(book.relations().getOrDefault("sharedStrings", ""), texts::read);
        parts.read(book.relations().getOrDefault("styles", ""), styles::read);
        XlsxCells cells = new XlsxCells(texts, styles, book.from1904());
        if (!parts.read(path, xml -> rows(xml, cells, visitor))) {
            throw XlsxPackage.unreadable();
        }
    }

    private static void rows(XMLStreamReader xml, XlsxCells cells, Cells visitor) throws XMLStreamException {
        int physical = 0;
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamConstants.START_ELEMENT
                    || !xml.getLocalName().equals("row")) {
                continue;
            }
            if (++physical > MOST_PHYSICAL_ROWS) {
                throw new UnreadableFileException("file-rows");
            }
            Map<Integer, String> faults = new HashMap<>();
            List<String> fields = row(xml, cells, faults);
            boolean blank = faults.isEmpty() && fields.stream().allMatch(String::isBlank);
            if (!blank && !visitor.visit(fields, faults)) {
                return;
            }
        }
    }

    /** The cells of a row up to the last that is not empty; what lies beyond all columns we take is folded into one. */
    private static List<String> row(XMLStreamReader xml, XlsxCells cells, Map<Integer, String> faults)
            throws XMLStreamException {
        List<String> fields = new ArrayList<>();
        int next = 0;
        int length = 0;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("row")) {
                break;
            }
            if (event != XMLStreamConstants.START_ELEMENT || !xml.getLocalName().equals("c")) {
                continue;
            }
            String address = xml.getAttributeValue(null, "r");
            int given = address == null ? -1 : XlsxCells.position(address);
            int position = Math.min(given < 0 ? next : given, FileHeader.MOST_COLUMNS);
            next = position + 1;
            XlsxCells.Content content = cells.read(xml);
            XlsxCells.note(faults, position, content);
            length += content.text().length();
            if (length > CsvRows.LONGEST_ROW) {
                throw new UnreadableFileException("file-row");
            }
            if (!content.text().isEmpty()) {
                while (fields.size() <= position) {
                    fields.add("");
                }
                fields.set(position, content.text());
            }
        }
        return fields;
    }
}
