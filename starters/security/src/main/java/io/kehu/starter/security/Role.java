package io.kehu.starter.security;

import java.util.Locale;
import java.util.Optional;

/** The realm roles of the suite. */
public enum Role {
    /** Staff who serve customers. */
    AGENT,
    /** Staff who plan campaigns; sees no single person's contact data. */
    MARKETER,
    /** Staff who decide exceptions and approve. */
    MANAGER,
    /** Answers to customers about their data. */
    PRIVACY_OFFICER,
    /** Reads audit trails and ledgers, changes nothing. */
    AUDITOR,
    /** Configures the suite. */
    ADMIN,
    /** A machine of the company: POS, web shop, ERP. */
    INTEGRATOR,
    /** A customer, who reaches only what is theirs. */
    MEMBER,
    /** Another service of the suite, calling for itself. */
    SERVICE;

    /** Name in Keycloak and in documents, such as {@code privacy-officer}. */
    public String realmName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Name as Spring Security's authority. */
    public String authority() {
        return "ROLE_" + realmName();
    }

    public static Optional<Role> ofRealmName(String name) {
        for (Role role : values()) {
            if (role.realmName().equals(name)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
