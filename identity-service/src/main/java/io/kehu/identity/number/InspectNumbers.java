package io.kehu.identity.number;

import io.kehu.identity.IdentityProblem;
import io.kehu.identity.scheme.Scheme;
import io.kehu.identity.scheme.Schemes;
import io.kehu.identity.scheme.Template;
import io.kehu.starter.web.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says what a text that somebody took for a customer number is. */
@Component
class InspectNumbers {

    /** Looking for what was meant costs more than a verdict; a file full of noise gets verdicts only. */
    private static final int MOST_WITH_HINTS = 1_000;

    private final Schemes schemes;
    private final NumberRuns runs;

    InspectNumbers(Schemes schemes, NumberRuns runs) {
        this.schemes = schemes;
        this.runs = runs;
    }

    /** An issued number and its life. */
    record Issued(CustomerNumber number, Scheme scheme, NumberRuns.Position position, NumberRuns.Run run) {}

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

    /**
     * Verdict with the number in both forms where there is one.
     *
     * @param hints issued numbers that one mistake makes into a wrong one; nobody but its writer knows which was meant
     */
    record Inspection(
            Verdict verdict,
            @Nullable CustomerNumber number,
            @Nullable String scheme,
            List<Hint> hints) {}

    /** A number that somebody may have meant. */
    record Hint(CustomerNumber number, TypoHints.Mistake mistake, int place) {}

    private record Match(Scheme scheme, Template.Parsed parsed) {}

    Issued issued(String text) {
        String canonical = Template.canonicalise(text);
        Match match = match(schemes.all(), canonical)
                .filter(found -> found.parsed().checkValid())
                .orElseThrow(() -> new ProblemException(IdentityProblem.NUMBER_NOT_FOUND));
        NumberRuns.Position position = position(match.scheme(), match.parsed());
        NumberRuns.Run run =
                runs.holding(position).orElseThrow(() -> new ProblemException(IdentityProblem.NUMBER_NOT_FOUND));
        return new Issued(number(match.scheme(), match.parsed()), match.scheme(), position, run);
    }

    /** One text on its way to its verdict. */
    private record Draft(Optional<Match> match, List<TypoHints.Candidate> candidates) {}

    List<Inspection> inspect(List<String> texts) {
        List<Scheme> all = schemes.all();
        List<Draft> drafts = new ArrayList<>();
        int wrong = 0;
        for (String text : texts) {
            String canonical = Template.canonicalise(text);
            Optional<Match> match = match(all, canonical);
            boolean typo = match.isPresent() && !match.get().parsed().checkValid();
            List<TypoHints.Candidate> candidates = typo && wrong++ < MOST_WITH_HINTS
                    ? TypoHints.candidates(match.get().scheme(), canonical)
                    : List.of();
            drafts.add(new Draft(match, candidates));
        }
        Set<NumberRuns.Position> positions = new HashSet<>();
        for (Draft draft : drafts) {
            draft.match().ifPresent(match -> {
                positions.add(position(match.scheme(), match.parsed()));
                draft.candidates().forEach(candidate -> positions.add(position(match.scheme(), candidate.parsed())));
            });
        }
        Set<NumberRuns.Position> issued = runs.issued(positions);
        return drafts.stream().map(draft -> inspection(draft, issued)).toList();
    }

    private static Inspection inspection(Draft draft, Set<NumberRuns.Position> issued) {
        if (draft.match().isEmpty()) {
            return new Inspection(Verdict.UNKNOWN_FORM, null, null, List.of());
        }
        Match found = draft.match().get();
        String scheme = found.scheme().code().value();
        if (!found.parsed().checkValid()) {
            List<Hint> hints = draft.candidates().stream()
                    .filter(candidate -> issued.contains(position(found.scheme(), candidate.parsed())))
                    .map(candidate -> new Hint(
                            number(found.scheme(), candidate.parsed()), candidate.mistake(), candidate.place()))
                    .toList();
            return new Inspection(Verdict.WRONG_CHECK, null, scheme, hints);
        }
        boolean known = issued.contains(position(found.scheme(), found.parsed()));
        return new Inspection(
                known ? Verdict.VALID : Verdict.NOT_ISSUED, number(found.scheme(), found.parsed()), scheme, List.of());
    }

    private static NumberRuns.Position position(Scheme scheme, Template.Parsed parsed) {
        return new NumberRuns.Position(scheme.code(), scheme.partition(parsed), parsed.sequence());
    }

    private static CustomerNumber number(Scheme scheme, Template.Parsed parsed) {
        return new CustomerNumber(parsed.canonical(), scheme.template().display(parsed.canonical()));
    }

    private static Optional<Match> match(List<Scheme> schemes, String canonical) {
        Optional<Match> wrongCheck = Optional.empty();
        for (Scheme scheme : schemes) {
            Optional<Template.Parsed> parsed = scheme.read(canonical);
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
