package io.kehu.customer.customer;

/** The same person is registered already; found by the database's own key, so also in a race. */
public final class CustomerExistsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient CustomerNumber existing;

    CustomerExistsException(CustomerNumber existing) {
        super("exists", null, false, false);
        this.existing = existing;
    }

    public CustomerNumber existing() {
        return existing;
    }
}
