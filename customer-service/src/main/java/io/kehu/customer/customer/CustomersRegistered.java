package io.kehu.customer.customer;

import java.util.List;

/** Customers came in one by one; imports tell of themselves per batch. */
public record CustomersRegistered(List<NewCustomer> customers) {}
