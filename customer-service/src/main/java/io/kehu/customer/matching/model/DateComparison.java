package io.kehu.customer.matching.model;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;

/** Dates as eight digits, year first, also impossible ones: foreign files have them, and they still agree with themselves. */
public final class DateComparison implements Comparison {

    private static final int DIGITS = 8;

    @Override
    public String fold(String raw) {
        String digits = Folding.digits(raw);
        return digits.length() == DIGITS ? digits : "";
    }

    @Override
    public Agreement compare(String one, String other) {
        if (one.equals(other)) {
            return Agreement.EXACT;
        }
        boolean year = year(one).equals(year(other));
        boolean month = month(one).equals(month(other));
        boolean day = day(one).equals(day(other));
        if (year && month(one).equals(day(other)) && day(one).equals(month(other))) {
            return Agreement.EQUIVALENT;
        }
        if (Edits.distance(one, other, 1) <= 1 || neighbours(one, other)) {
            return Agreement.CLOSE;
        }
        return year && month || year && day || month && day ? Agreement.WEAK : Agreement.DIFFERENT;
    }

    @Override
    public ChanceLevels chance() {
        return new ChanceLevels(4e-5, 1e-5, 1e-3, 1e-2);
    }

    @Override
    public List<String> strongCodes(String folded) {
        return List.of(year(folded) + dayAndMonth(folded));
    }

    @Override
    public List<String> coarseCodes(String folded) {
        return List.of(year(folded), "md" + dayAndMonth(folded));
    }

    /** Day and month in an order that swapping does not change. */
    private static String dayAndMonth(String date) {
        return month(date).compareTo(day(date)) <= 0 ? month(date) + day(date) : day(date) + month(date);
    }

    private static boolean neighbours(String one, String other) {
        if (Math.abs(years(one) - years(other)) > 1) {
            return false;
        }
        try {
            return Math.abs(date(one).toEpochDay() - date(other).toEpochDay()) <= 1;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static LocalDate date(String text) {
        return LocalDate.of(years(text), Integer.parseInt(month(text)), Integer.parseInt(day(text)));
    }

    private static int years(String date) {
        return Integer.parseInt(year(date));
    }

    private static String year(String date) {
        return date.substring(0, 4);
    }

    private static String month(String date) {
        return date.substring(4, 6);
    }

    private static String day(String date) {
        return date.substring(6, DIGITS);
    }
}
