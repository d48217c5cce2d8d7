package io.kehu.loyalty;

/** What values look like that callers send. */
public final class Forms {

    /** Codes of programmes, rules, tiers and gifts. */
    public static final String CODE = "[A-Z][A-Z0-9_]{1,30}";

    /** Customer numbers. */
    public static final String NUMBER = "[0-9A-Z]{4,40}";

    /** One line that can be read: no control characters, no blanks around it. */
    public static final String REF = "[^\\p{C}\\s]([^\\p{C}]{0,98}[^\\p{C}\\s])?";

    /** Of one transaction. */
    public static final long MOST_POINTS = 1_000_000_000L;

    private Forms() {}
}
