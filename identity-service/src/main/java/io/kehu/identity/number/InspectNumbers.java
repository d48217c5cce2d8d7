package io.kehu.identity.number;

import io.kehu.identity.IdentityProblem;
import io.kehu.identity.scheme.Scheme;
import io.kehu.identity.scheme.Schemes;
import io.kehu.identity.scheme.Template;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says what a text that somebody took for a customer number is. */
@Component
class InspectNumbers {

    private final Schemes schemes;
    private final NumberRuns runs;

    InspectNumbers(Schemes schemes, NumberRuns runs) {
        this.schemes = schemes;
        this.runs = runs;
    }

    /** An issued number and its life. */
    record Issued(CustomerNumber number, Scheme scheme, Instant issuedAt) {}

    /** Verdict over one text. */
    enum Verdict {
        /** Well formed, check characters right, issued. */
        VALID,
        /** Well formed, but never issued. */
        NOT_ISSUED,
        /** The check characters do not fit: a typing error. */
        WRONG_CHECK,
        /** No scheme makes such numbers. */
        UNKNOWN_FORM
    }

    /** Verdict with the number in both forms where there is one. */
    record Inspection(
            Verdict verdict,
            @Nullable CustomerNumber number,
            @Nullable String scheme) {}

    private record Match(Scheme scheme, Template.Parsed parsed) {}

    Issued issued(String text) {
        String canonical = Template.canonicalise(text);
        Match match = match(schemes.all(), canonical)
                .filter(found -> found.parsed().checkValid())
                .orElseThrow(() -> new ProblemException(IdentityProblem.NUMBER_NOT_FOUND));
        NumberRuns.Run run = run(match).orElseThrow(() -> new ProblemException(IdentityProblem.NUMBER_NOT_FOUND));
        return new Issued(number(match, canonical), match.scheme(), run.issuedAt());
    }

    List<Inspection> inspect(List<String> texts) {
        List<Scheme> all = schemes.all();
        return texts.stream().map(text -> inspect(all, text)).toList();
    }

    private Inspection inspect(List<Scheme> all, String text) {
        String canonical = Template.canonicalise(text);
        Optional<Match> match = match(all, canonical);
        if (match.isEmpty()) {
            return new Inspection(Verdict.UNKNOWN_FORM, null, null);
        }
        Match found = match.get();
        String scheme = found.scheme().code().value();
        if (!found.parsed().checkValid()) {
            return new Inspection(Verdict.WRONG_CHECK, null, scheme);
        }
        Verdict verdict = run(found).isPresent() ? Verdict.VALID : Verdict.NOT_ISSUED;
        return new Inspection(verdict, number(found, canonical), scheme);
    }

    private Optional<NumberRuns.Run> run(Match match) {
        Scheme scheme = match.scheme();
        return runs.holding(
                scheme.code(), scheme.partition(match.parsed()), match.parsed().sequence());
    }

    private static CustomerNumber number(Match match, String canonical) {
        return new CustomerNumber(canonical, match.scheme().template().display(canonical));
    }

    private static Optional<Match> match(List<Scheme> schemes, String canonical) {
        Optional<Match> wrongCheck = Optional.empty();
        for (Scheme scheme : schemes) {
            Optional<Template.Parsed> parsed = scheme.template().read(canonical);
            if (parsed.isPresent()) {
                Match match = new Match(scheme, parsed.get());
                if (match.parsed().checkValid()) {
                    return Optional.of(match);
                }
                wrongCheck = Optional.of(match);
            }
        }
        return wrongCheck;
    }
}
