package io.kehu.feedback.complaint;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A case number, such as {@code K20261120-00001}: the local day it was opened and its place in that day. */
record CaseNo(String value) {

    static final String PATTERN = "K\\d{8}-\\d{5,7}";

    CaseNo {
        if (!value.matches(PATTERN)) {
            throw new IllegalArgumentException("Not a case number.");
        }
    }

    static CaseNo of(LocalDate day, int sequence) {
        return new CaseNo(
                "K%s-%05d".formatted(day.format(DateTimeFormatter.BASIC_ISO_DATE.withLocale(Locale.ROOT)), sequence));
    }

    @Override
    public String toString() {
        return value;
    }
}
