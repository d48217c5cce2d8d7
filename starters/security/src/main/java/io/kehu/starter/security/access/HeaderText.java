package io.kehu.starter.security.access;

/**
 * What a request's header may hold: assigned characters but control characters, and tabs in values. The same as Spring Security's own
 * rule, without an expression over each character of a long token.
 */
final class HeaderText {

    private HeaderText() {}

    static boolean isName(String text) {
        return isPlain(text) || text.codePoints().allMatch(HeaderText::isAllowed);
    }

    static boolean isValue(String text) {
        return isPlain(text) || text.codePoints().allMatch(point -> point == '\t' || isAllowed(point));
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ' || character > '~') {
                return false;
            }
        }
        return true;
    }

    private static boolean isAllowed(int point) {
        int type = Character.getType(point);
        return type != Character.UNASSIGNED && type != Character.CONTROL;
    }
}
