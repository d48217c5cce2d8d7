package io.kehu.starter.security.token;

import io.kehu.starter.security.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Who asks.
 *
 * @param subject the token's subject: a person, a machine or a service
 * @param name how people know the caller, such as a login; never shown to customers
 * @param roles what the caller may do
 * @param customerNumber the customer a member is
 * @param originatingSubject for whom a service asks; the subject itself for everybody else. Object rules look at this one
 */
public record Caller(
        String subject,
        String name,
        Set<Role> roles,
        @Nullable String customerNumber,
        String originatingSubject) {

    /** Header in which a service says for whom it works; believed from services only. */
    public static final String ORIGINATING_SUBJECT_HEADER = "Kehu-Originating-Subject";

    /** Claim that ties a member's account to a customer. */
    static final String CUSTOMER_NUMBER_CLAIM = "customer_number";

    /** For work that nobody asked for just now: jobs and events. */
    public static Caller system(String service) {
        return new Caller("service:" + service, service, Set.of(Role.SERVICE), null, "service:" + service);
    }

    /** The caller of the current request, if it is signed in. */
    public static Optional<Caller> current() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (!(authentication instanceof JwtAuthenticationToken token)) {
            return Optional.empty();
        }
        Caller caller = of(token);
        return Optional.of(
                RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                        ? caller.inNameOf(attributes.getRequest())
                        : caller);
    }

    /** Who asks, by the token alone. */
    public static Caller of(JwtAuthenticationToken token) {
        Jwt jwt = token.getToken();
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (GrantedAuthority authority : token.getAuthorities()) {
            String name = String.valueOf(authority.getAuthority());
            if (name.startsWith("ROLE_")) {
                Role.ofRealmName(name.substring("ROLE_".length())).ifPresent(roles::add);
            }
        }
        // The validator has refused tokens without a subject.
        String subject = Objects.requireNonNull(jwt.getSubject());
        String login = jwt.getClaimAsString("preferred_username");
        return new Caller(
                subject,
                login == null ? subject : login,
                Set.copyOf(roles),
                jwt.getClaimAsString(CUSTOMER_NUMBER_CLAIM),
                subject);
    }

    /** As {@link #current()}, where a rule has already made sure that there is one. */
    public static Caller required() {
        return current().orElseThrow(() -> new IllegalStateException("No caller is signed in."));
    }

    /** The same caller, but for whom the request says it works, where it is a service. */
    public Caller inNameOf(HttpServletRequest request) {
        String header = has(Role.SERVICE) ? request.getHeader(ORIGINATING_SUBJECT_HEADER) : null;
        return header != null && header.matches("[\\x21-\\x7e]{1,100}")
                ? new Caller(subject, name, roles, customerNumber, header)
                : this;
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }

    public boolean hasAny(Set<Role> any) {
        return roles.stream().anyMatch(any::contains);
    }
}
