package io.kehu.customer.customer;

import java.util.List;

/**
 * A customer has agreed to be reached, or has taken it back.
 *
 * @param words those that were not what stood before
 */
public record ConsentChanged(CustomerNumber number, List<Consent> words) {

    public ConsentChanged {
        words = List.copyOf(words);
    }
}
