package io.kehu.customer.transfer;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads the cells of a sheet as the text a person sees in them, or says why that text cannot be relied on. */
final class XlsxCells {

    /** A spreadsheet keeps no more digits than these; behind them stand zeros that nobody typed. */
    private static final int TRUE_DIGITS = 15;

    private static final BigDecimal FIRST_ROUNDED = BigDecimal.TEN.pow(TRUE_DIGITS);
    private static final LocalDate DAY_ZERO = LocalDate.of(1899, 12, 30);
    private static final LocalDate DAY_ZERO_1904 = LocalDate.of(1904, 1, 1);
    private static final int LAST_DAY = 2_958_465;

    /** Before this day the first calendar of spreadsheets is one day off: it knows a 29 February 1900. */
    private static final int FIRST_TRUE_DAY = 61;

    private final XlsxTexts texts;
    private final XlsxStyles styles;
    private final boolean from1904;

    XlsxCells(XlsxTexts texts, XlsxStyles styles, boolean from1904) {
        this.texts = texts;
        this.styles = styles;
        this.from1904 = from1904;
    }

    /** @param fault code of what makes the text unreliable */
    record Content(String text, @Nullable String fault) {

        static Content of(String text) {
            return new Content(text, null);
        }
    }

    /** Reads the cell whose start tag was just read, to its end. */
    Content read(XMLStreamReader xml) throws XMLStreamException {
        String type = attribute(xml, "t", "n");
        int style = integer(attribute(xml, "s", "-1"), -1);
        String value = null;
        boolean formula = false;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("c")) {
                break;
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "v" -> value = xml.getElementText();
                    case "is" -> value = XlsxTexts.text(xml, "is");
                    case "f" -> formula = true;
                    default -> {
                        // Extensions say nothing about the value.
                    }
                }
            }
        }
        if (value == null) {
            return formula ? new Content("", "formula") : Content.of("");
        }
        if (value.isEmpty()) {
            return Content.of("");
        }
        return content(type, style, value);
    }

    private Content content(String type, int style, String value) {
        return switch (type) {
            case "s" -> Content.of(texts.get(integer(value, -1)));
            case "inlineStr", "str" -> Content.of(value);
            case "b" -> Content.of(value.equals("1") ? "TRUE" : "FALSE");
            case "d" -> Content.of(value.replaceFirst("T.*", ""));
            case "e" -> new Content(value, "cell-error");
            default -> number(style, value);
        };
    }

    private Content number(int style, String text) {
        BigDecimal number;
        try {
            number = new BigDecimal(text.strip());
        } catch (NumberFormatException e) {
            throw XlsxPackage.unreadable();
        }
        if (Math.abs((long) number.scale()) > 400) {
            return new Content(text, "scientific");
        }
        if (styles.isDate(style)) {
            return date(number);
        }
        if (number.abs().compareTo(FIRST_ROUNDED) >= 0) {
            return new Content(text, "scientific");
        }
        BigDecimal seen = number.round(new MathContext(TRUE_DIGITS, RoundingMode.HALF_UP));
        String plain = seen.signum() == 0 ? "0" : seen.stripTrailingZeros().toPlainString();
        int missing = styles.width(style) - plain.length();
        return Content.of(missing > 0 && plain.matches("\\d+") ? "0".repeat(missing) + plain : plain);
    }

    private Content date(BigDecimal number) {
        int day = number.setScale(0, RoundingMode.FLOOR)
                .min(BigDecimal.valueOf(LAST_DAY + 1L))
                .max(BigDecimal.valueOf(-1))
                .intValue();
        if (day < (from1904 ? 0 : 1) || day > LAST_DAY || (!from1904 && day == FIRST_TRUE_DAY - 1)) {
            return new Content(number.toPlainString(), "date");
        }
        if (from1904) {
            return Content.of(DAY_ZERO_1904.plusDays(day).toString());
        }
        return Content.of(
                DAY_ZERO.plusDays(day < FIRST_TRUE_DAY ? day + 1L : day).toString());
    }

    private static String attribute(XMLStreamReader xml, String name, String otherwise) {
        String value = xml.getAttributeValue(null, name);
        return value == null ? otherwise : value;
    }

    private static int integer(String text, int otherwise) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : otherwise;
    }

    /** Letters of a cell's address as a position from 0. @return -1 when there are none, or far too many */
    static int position(String address) {
        int column = 0;
        int length = 0;
        while (length < address.length() && Character.isUpperCase(address.charAt(length)) && length < 4) {
            column = column * 26 + (address.charAt(length) - 'A' + 1);
            length++;
        }
        return length == 0 || length > 3 ? -1 : column - 1;
    }

    /** What is wrong, where; of cells that are fine nothing. */
    static void note(Map<Integer, String> faults, int position, Content content) {
        if (content.fault() != null) {
            faults.put(position, content.fault());
        }
    }
}
