package io.kehu.starter.protection.mask;

import io.kehu.starter.security.Role;
import io.kehu.starter.security.token.Caller;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Which roles see which kinds of value in full. Nobody does unless said here. */
public final class Unmasking {

    private final Map<Role, Set<Mask>> lifted;

    public Unmasking(Map<Role, Set<Mask>> lifted) {
        this.lifted = Map.copyOf(lifted);
    }

    public static Unmasking nobody() {
        return new Unmasking(Map.of());
    }

    /** For the current caller; outside of a request everything stays masked. */
    boolean lifts(Mask mask) {
        return Caller.current().map(caller -> lifts(caller, mask)).orElse(false);
    }

    public boolean lifts(Caller caller, Mask mask) {
        return caller.roles().stream()
                .anyMatch(role ->
                        lifted.getOrDefault(role, EnumSet.noneOf(Mask.class)).contains(mask));
    }
}
