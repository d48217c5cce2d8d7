package io.kehu.customer.customer;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** A customer number (客户号) in canonical form. */
public record CustomerNumber(@JsonValue String value) implements Comparable<CustomerNumber> {

    public static final String PATTERN = "[0-9A-Z]{4,40}";
    private static final Pattern FORM = Pattern.compile(PATTERN);

    public CustomerNumber {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("Not a canonical customer number");
        }
    }

    @Override
    public int compareTo(CustomerNumber other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
