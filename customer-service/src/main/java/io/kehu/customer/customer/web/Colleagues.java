package io.kehu.customer.customer.web;

import io.kehu.starter.security.Role;
import io.kehu.starter.security.token.Caller;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who is told which of us did something. */
public final class Colleagues {

    private static final Set<Role> KNOW_COLLEAGUES =
            EnumSet.of(Role.AGENT, Role.MANAGER, Role.PRIVACY_OFFICER, Role.AUDITOR, Role.ADMIN);

    private Colleagues() {}

    /** Customers know of nobody but themselves. @return null for who is not told */
    public static @Nullable String told(Caller caller, @Nullable String actor) {
        return caller.hasAny(KNOW_COLLEAGUES) || caller.originatingSubject().equals(actor) ? actor : null;
    }
}
