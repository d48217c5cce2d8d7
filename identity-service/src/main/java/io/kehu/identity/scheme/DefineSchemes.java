package io.kehu.identity.scheme;

import io.kehu.identity.IdentityProblem;
import io.kehu.starter.web.problem.ProblemException;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Defines schemes: those of the configuration at start, others when an administrator asks. */
@Component
class DefineSchemes implements ApplicationRunner {

    private final Schemes schemes;
    private final IdentityProperties properties;

    DefineSchemes(Schemes schemes, IdentityProperties properties) {
        this.schemes = schemes;
        this.properties = properties;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        properties.schemes().forEach(definition -> define(definition.toScheme()));
    }

    /** Defining the very same scheme again is no conflict. */
    Scheme define(Scheme scheme) {
        if (schemes.define(scheme)) {
            return scheme;
        }
        Scheme existing = schemes.required(scheme.code());
        boolean same = existing.template().text().equals(scheme.template().text())
                && existing.check() == scheme.check()
                && existing.partitioning() == scheme.partitioning()
                && existing.zone().equals(scheme.zone());
        if (!same) {
            throw new ProblemException(IdentityProblem.SCHEME_EXISTS);
        }
        return existing;
    }
}
