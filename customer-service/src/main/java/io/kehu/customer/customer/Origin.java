package io.kehu.customer.customer;

import java.util.Set;

/**
 * Who says what is about to be written, and which of it they made sure of.
 *
 * @param actor subject of the person or machine
 * @param verified names of fields that were compared with a document or confirmed by the customer
 */
public record Origin(Source source, String actor, Set<String> verified) {

    public Origin {
        verified = Set.copyOf(verified);
    }

    public static Origin of(Source source, String actor) {
        return new Origin(source, actor, Set.of());
    }
}
