package io.kehu.customer.customer;

import java.util.List;
import java.util.Map;

/**
 * Further conditions of a list of customers. All must hold.
 *
 * @param conditions SQL over the table {@code customer} as {@code c}, made by code and never from what callers type
 * @param parameters named in the conditions
 */
public record Restriction(List<String> conditions, Map<String, Object> parameters) {

    public static final Restriction NONE = new Restriction(List.of(), Map.of());

    public Restriction {
        conditions = List.copyOf(conditions);
        parameters = Map.copyOf(parameters);
    }
}
