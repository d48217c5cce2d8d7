package io.kehu.identity.scheme;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** Short upper-case name of a scheme, such as {@code CUSTOMER}. */
public record SchemeCode(@JsonValue String value) {

    public static final String PATTERN = "[A-Z][A-Z0-9_]{1,30}";
    private static final Pattern FORM = Pattern.compile(PATTERN);

    @JsonCreator
    public SchemeCode {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("Not a scheme code: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
