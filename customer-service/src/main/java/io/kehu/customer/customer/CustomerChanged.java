package io.kehu.customer.customer;

import java.util.List;

/** Fields of a customer changed. */
public record CustomerChanged(CustomerNumber number, long version, List<String> fields) {}
