package io.kehu.starter.security.access;

import io.kehu.starter.security.Role;
import java.util.Set;
import org.springframework.http.HttpMethod;

/**
 * Who may call one operation.
 *
 * @param method HTTP method
 * @param path pattern in Spring's path syntax, as in the controller's mapping
 * @param roles any of these suffices; empty for everybody, signed in or not
 * @param open whether no token is needed
 */
public record AccessRule(HttpMethod method, String path, Set<Role> roles, boolean open) {

    public AccessRule {
        roles = Set.copyOf(roles);
        if (open != roles.isEmpty()) {
            throw new IllegalArgumentException("A rule names roles or is open, not both: " + method + " " + path);
        }
    }
}
