package io.kehu.customer.customer;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The countries of ISO 3166-1, by their two letters. */
final class Countries {

    static final String CHINA = "CN";

    private static final Set<String> CODES = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

    private Countries() {}

    static Optional<String> parse(String text) {
        String code = PlainText.plain(text).toUpperCase(Locale.ROOT);
        return CODES.contains(code) ? Optional.of(code) : Optional.empty();
    }
}
