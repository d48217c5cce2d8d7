package io.kehu.customer.customer;

import com.fasterxml.jackson.annotation.JsonValue;

/** A customer number (客户号) in canonical form. */
public record CustomerNumber(@JsonValue String value) implements Comparable<CustomerNumber> {

    public static final String PATTERN = "[0-9A-Z]{4,40}";

    public CustomerNumber {
        if (!value.matches(PATTERN)) {
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
