package io.kehu.customer.identity;

/** identity-service understood and said no. */
public final class IdentityRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    IdentityRefusedException(int status) {
        super("identity-service refused with status " + status, null, false, false);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
