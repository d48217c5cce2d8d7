package io.kehu.customer.transfer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The texts that cells of a workbook share, packed tightly: they are the one part of it that has to be held in memory. */
final class XlsxTexts {

    private static final int MOST_BYTES = 64 * 1024 * 1024;
    private static final int MOST_TEXTS = 8_000_000;

    /** A character that XML has no place for, as spreadsheets write it. */
    private static final Pattern ESCAPED = Pattern.compile("_x([0-9A-Fa-f]{4})_");

    private byte[] bytes = new byte[64 * 1024];
    private int[] ends = new int[1024];
    private int count;

    /** Reads the part {@code sharedStrings.xml}. */
    void read(XMLStreamReader xml) throws XMLStreamException {
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT
                    && xml.getLocalName().equals("si")) {
                add(text(xml, "si"));
            }
        }
    }

    String get(int index) {
        if (index < 0 || index >= count) {
            throw XlsxPackage.unreadable();
        }
        int from = index == 0 ? 0 : ends[index - 1];
        return new String(bytes, from, ends[index] - from, StandardCharsets.UTF_8);
    }

    /** The text of an element, put together from its differently formatted runs, without hints for pronunciation. */
    static String text(XMLStreamReader xml, String element) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals(element)) {
                break;
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                if (xml.getLocalName().equals("rPh")) {
                    skip(xml, "rPh");
                } else if (xml.getLocalName().equals("t")) {
                    text.append(xml.getElementText());
                    if (text.length() > CsvRows.LONGEST_ROW) {
                        throw new UnreadableFileException("file-row");
                    }
                }
            }
        }
        return text.indexOf("_x") < 0
                ? text.toString()
                : ESCAPED.matcher(text)
                        .replaceAll(match ->
                                Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 16))));
    }

    private static void skip(XMLStreamReader xml, String element) throws XMLStreamException {
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.END_ELEMENT
                    && xml.getLocalName().equals(element)) {
                return;
            }
        }
    }

    private void add(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        int from = count == 0 ? 0 : ends[count - 1];
        if (from + encoded.length > MOST_BYTES || count == MOST_TEXTS) {
            throw new UnreadableFileException("file-texts");
        }
        if (from + encoded.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(MOST_BYTES, Math.max(bytes.length * 2, from + encoded.length)));
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, Math.min(MOST_TEXTS, ends.length * 2));
        }
        System.arraycopy(encoded, 0, bytes, from, encoded.length);
        ends[count++] = from + encoded.length;
    }
}
