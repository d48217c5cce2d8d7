package io.kehu.identity.scheme;

import io.kehu.identity.IdentityProblem;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.web.problem.ProblemException;
import java.util.Optional;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Defines schemes: those of the configuration at start, others when an administrator asks. */
@Component
class DefineSchemes implements ApplicationRunner {

    private final Schemes schemes;
    private final Transactions transactions;
    private final IdentityProperties properties;
    private final AuditTrail audit;

    DefineSchemes(Schemes schemes, Transactions transactions, IdentityProperties properties, AuditTrail audit) {
        this.schemes = schemes;
        this.transactions = transactions;
        this.properties = properties;
        this.audit = audit;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        properties.schemes().forEach(this::defineConfigured);
    }

    private void defineConfigured(SchemeDefinition definition) {
        try {
            define(definition.toScheme());
        } catch (ProblemException e) {
            throw new IllegalStateException(
                    "kehu.identity.schemes: %s: %s"
                            .formatted(definition.code(), e.type().slug()),
                    e);
        }
    }

    /**
     * Defining the very same scheme again is no conflict.
     *
     * @throws ProblemException 409 when a scheme with this code differs, or another one could make the same numbers
     */
    Scheme define(Scheme scheme) {
        return transactions.call(() -> {
            Optional<Scheme> before = schemes.find(scheme.code());
            return before.isPresent() ? same(before.get(), scheme) : defineNew(scheme);
        });
    }

    private Scheme defineNew(Scheme scheme) {
        schemes.lockDefinitions();
        NumberShape shape = scheme.template().shape();
        for (Scheme existing : schemes.all()) {
            if (existing.code().equals(scheme.code())) {
                return same(existing, scheme);
            }
            if (shape.overlaps(existing.template().shape())) {
                throw new ProblemException(
                                IdentityProblem.SCHEME_OVERLAPS, existing.code().value())
                        .with("scheme", existing.code().value());
            }
        }
        if (!schemes.define(scheme)) {
            return same(schemes.required(scheme.code()), scheme);
        }
        audit.record(AuditEntry.of("scheme.define", scheme.code().value()));
        return scheme;
    }

    private static Scheme same(Scheme existing, Scheme scheme) {
        boolean same = existing.template().text().equals(scheme.template().text())
                && existing.check() == scheme.check()
                && existing.order().kind() == scheme.order().kind()
                && existing.partitioning() == scheme.partitioning()
                && existing.zone().equals(scheme.zone());
        if (!same) {
            throw new ProblemException(IdentityProblem.SCHEME_EXISTS);
        }
        return existing;
    }
}
