package io.kehu.customer.transfer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** How a workbook shows its numbers, as far as it decides what they mean: as dates, or with zeros in front. */
final class XlsxStyles {

    private static final int LONGEST_ZEROS = 40;

    private final Map<Integer, String> formats = new HashMap<>();
    private final List<Boolean> dates = new ArrayList<>();
    private final List<Integer> widths = new ArrayList<>();

    /** Reads the part {@code styles.xml}. */
    void read(XMLStreamReader xml) throws XMLStreamException {
        boolean inCells = false;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("cellXfs")) {
                inCells = false;
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "numFmt" -> remember(xml);
                    case "cellXfs" -> inCells = true;
                    case "xf" -> {
                        if (inCells) {
                            add(number(XlsxPackage.attribute(xml, "numFmtId")));
                        }
                    }
                    default -> {
                        // Fonts, borders and colours mean nothing to us.
                    }
                }
            }
        }
    }

    boolean isDate(int style) {
        return style >= 0 && style < dates.size() && dates.get(style);
    }

    /** Digits at least, zeros in front included; 0 when numbers are shown as they are. */
    int width(int style) {
        return style >= 0 && style < widths.size() ? widths.get(style) : 0;
    }

    private void remember(XMLStreamReader xml) {
        String code = XlsxPackage.attribute(xml, "formatCode");
        formats.put(number(XlsxPackage.attribute(xml, "numFmtId")), code == null ? "" : code);
    }

    private void add(int format) {
        String code = formats.get(format);
        dates.add(code == null ? isBuiltInDate(format) : isDate(code));
        widths.add(code != null && code.matches("0{2," + LONGEST_ZEROS + "}") ? code.length() : 0);
    }

    private static boolean isBuiltInDate(int format) {
        return (format >= 14 && format <= 17)
                || format == 22
                || (format >= 27 && format <= 31)
                || format == 36
                || (format >= 50 && format <= 54)
                || format == 57
                || format == 58;
    }

    /** Letters of a date outside of quoted text, escapes, colours and languages. */
    private static boolean isDate(String code) {
        String letters = code.toLowerCase(Locale.ROOT)
                .replaceAll("\"[^\"]*\"|\\\\.|_.|\\*.|\\[[^\\]]*\\]", "")
                .replace("general", "");
        return letters.contains("y") || letters.contains("d");
    }

    private static int number(@Nullable String text) {
        return text != null && text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
    }
}
