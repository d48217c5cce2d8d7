package io.kehu.starter.security.access;

import io.kehu.starter.security.Role;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpMethod;

/** The list of rules of a service, or the part of it that a starter brings. An operation without a rule is refused. */
public final class AccessRules {

    private final List<AccessRule> rules;

    private AccessRules(List<AccessRule> rules) {
        this.rules = List.copyOf(rules);
    }

    public static Builder define() {
        return new Builder();
    }

    public List<AccessRule> rules() {
        return rules;
    }

    /** The rule that names this very operation. */
    public Optional<AccessRule> find(HttpMethod method, String path) {
        return rules.stream()
                .filter(rule -> rule.method().equals(method) && rule.path().equals(path))
                .findFirst();
    }

    static AccessRules merge(List<AccessRules> parts) {
        return new AccessRules(
                parts.stream().flatMap(part -> part.rules.stream()).toList());
    }

    /** Collects rules in the order they are to be tried. */
    public static final class Builder {

        private final List<AccessRule> rules = new ArrayList<>();

        public Builder allow(HttpMethod method, String path, Role first, Role... more) {
            return allow(method, path, EnumSet.of(first, more));
        }

        /** For a group that several operations share. */
        public Builder allow(HttpMethod method, String path, Set<Role> roles) {
            rules.add(new AccessRule(method, path, roles, false));
            return this;
        }

        /** For everybody, without a token. */
        public Builder open(HttpMethod method, String path) {
            rules.add(new AccessRule(method, path, Set.of(), true));
            return this;
        }

        public AccessRules build() {
            return new AccessRules(rules);
        }
    }
}
