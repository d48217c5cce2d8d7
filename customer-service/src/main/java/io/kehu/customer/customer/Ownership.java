package io.kehu.customer.customer;

import io.kehu.customer.staff.Pools;
import org.jspecify.annotations.Nullable;

/**
 * Whose customer it is.
 *
 * @param owner subject of a member of staff
 * @param team code
 * @param pool where the customer lies while there is neither owner nor team
 */
public record Ownership(@Nullable String owner, @Nullable String team, String pool) {

    public static Ownership ofNobody() {
        return new Ownership(null, null, Pools.PUBLIC);
    }

    public boolean isInPool() {
        return owner == null && team == null;
    }
}
