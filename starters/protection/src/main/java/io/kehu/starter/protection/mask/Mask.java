package io.kehu.starter.protection.mask;

/** How much of a value of some kind may be seen by everybody. Lengths are not given away where they would help to guess. */
public enum Mask {
    /** {@code 138****5678}; numbers shorter than that keep two digits, so that at least four are hidden. */
    PHONE {
        @Override
        public String mask(String value) {
            int start = value.startsWith("+86") ? 3 : 0;
            String number = value.substring(start);
            if (number.length() < 11) {
                return STARS + tail(number, 2);
            }
            return number.substring(0, 3) + STARS + tail(number, 4);
        }
    },
    /** {@code z***@x.cn}. */
    EMAIL {
        @Override
        public String mask(String value) {
            int at = value.lastIndexOf('@');
            return at < 1 ? STARS : firstCharacter(value) + "***" + value.substring(at);
        }
    },
    /** {@code 张*}. */
    NAME {
        @Override
        public String mask(String value) {
            return value.isBlank() ? "" : firstCharacter(value.strip()) + "*";
        }
    },
    /** {@code 110***********1234}. */
    ID_NUMBER {
        @Override
        public String mask(String value) {
            if (value.length() < 10) {
                return STARS;
            }
            return value.substring(0, 3) + "*".repeat(value.length() - 7) + tail(value, 4);
        }
    },
    /** {@code 1988-**-**}. */
    DATE {
        @Override
        public String mask(String value) {
            return value.length() < 4 ? STARS : value.substring(0, 4) + "-**-**";
        }
    },
    /** Nothing at all. */
    TEXT {
        @Override
        public String mask(String value) {
            return value.isEmpty() ? "" : STARS;
        }
    },
    /** Nothing at all of what people wrote down in their own words. */
    NOTE {
        @Override
        public String mask(String value) {
            return TEXT.mask(value);
        }
    };

    private static final String STARS = "****";

    public abstract String mask(String value);

    private static String tail(String value, int length) {
        return value.substring(Math.max(0, value.length() - length));
    }

    private static String firstCharacter(String value) {
        return value.substring(0, value.offsetByCodePoints(0, 1));
    }
}
