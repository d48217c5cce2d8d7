package io.kehu.identity.scheme;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Short upper-case name of a scheme, such as {@code CUSTOMER}. */
public record SchemeCode(@JsonValue String value) {

    public static final String PATTERN = "[A-Z][A-Z0-9_]{1,30}";

    @JsonCreator
    public SchemeCode {
        if (!value.matches(PATTERN)) {
            throw new IllegalArgumentException("Not a scheme code: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
