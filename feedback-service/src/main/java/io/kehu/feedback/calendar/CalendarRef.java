package io.kehu.feedback.calendar;

/** One version of a calendar; what it says never changes. */
public record CalendarRef(String code, int version) {

    public static final String CODE_PATTERN = "[A-Z][A-Z0-9_]{1,40}";
}
