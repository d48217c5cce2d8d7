package io.kehu.identity.number;

import io.kehu.identity.IdentityProblem;
import io.kehu.identity.number.Standings.Standing;
import io.kehu.identity.scheme.Scheme;
import io.kehu.identity.scheme.Schemes;
import io.kehu.identity.scheme.Template;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
    private final Standings standings;
    private final NumberLives lives;
    private final Transactions transactions;

    InspectNumbers(Schemes schemes, Standings standings, NumberLives lives, Transactions transactions) {
        this.schemes = schemes;
        this.standings = standings;
        this.lives = lives;
        this.transactions = transactions;
    }

    /** A number that somebody got, or nobody ever gets. */
    record Known(CustomerNumber number, Scheme scheme, NumberRuns.Position position, Standing standing) {}

    /** Verdict over one text. */
    enum Verdict {
        /** Well formed, check characters right, issued. */
        VALID,
        /** Well formed, but never issued; a shop may hold it. */
        NOT_ISSUED,
        /** The check characters do not fit: a typing error. */
        WRONG_CHECK,
        /** No scheme makes such numbers. */
        UNKNOWN_FORM
    }

    /**
     * Verdict with the number in both forms where there is one.
     *
     * @param state of a number that is well formed with right check characters
     * @param living the number that stands for its customer now, where that is another one
     * @param hints issued numbers that one mistake makes into a wrong one; nobody but its writer knows which was meant
     */
    record Inspection(
            Verdict verdict,
            @Nullable CustomerNumber number,
            @Nullable String scheme,
            @Nullable NumberState state,
            @Nullable String living,
            List<Hint> hints) {}

    /** A number that somebody may have meant. */
    record Hint(CustomerNumber number, TypoHints.Mistake mistake, int place) {}

    private record Match(Scheme scheme, Template.Parsed parsed) {

        NumberRuns.Position position() {
            return InspectNumbers.position(scheme, parsed);
        }

        CustomerNumber number() {
            return InspectNumbers.number(scheme, parsed);
        }

        /** A sequence has one number, with the year, month and branch of its own; others nobody ever got. */
        boolean fits(Standing standing) {
            return switch (standing) {
                case Standing.Issued issued ->
                    issued.adoptedParts() == null
                            ? isMadeAt(issued.madeAt(), issued.branch())
                            : scheme.parts(parsed).equals(issued.adoptedParts());
                case Standing.Leased leased ->
                    isMadeAt(leased.lease().at(), leased.lease().branch());
                case Standing.Skipped ignored -> true;
            };
        }

        private boolean isMadeAt(Instant at, @Nullable String branch) {
            String written = branch == null || branch.isEmpty() ? parsed.branch() : branch;
            return scheme.format(parsed.sequence(), scheme.context(at, written))
                    .canonical()
                    .equals(parsed.canonical());
        }
    }

    /** @throws ProblemException 404 when it was never issued */
    Known issued(String text) {
        Known known = known(text);
        if (!(known.standing() instanceof Standing.Issued)) {
            throw notFound();
        }
        return known;
    }

    /** @throws ProblemException 404 when nobody ever got it */
    Known known(String text) {
        Match match = required(text);
        Standing standing = standings.of(List.of(match.position())).get(match.position());
        if (standing == null || !match.fits(standing)) {
            throw notFound();
        }
        return new Known(match.number(), match.scheme(), match.position(), standing);
    }

    private Match required(String text) {
        return match(schemes.all(), Template.canonicalise(text))
                .filter(found -> found.parsed().checkValid())
                .orElseThrow(InspectNumbers::notFound);
    }

    private static ProblemException notFound() {
        return new ProblemException(IdentityProblem.NUMBER_NOT_FOUND);
    }

    /** One text on its way to its verdict. */
    private record Draft(Optional<Match> match, List<TypoHints.Candidate> candidates) {}

    /** What the books say about all numbers that were asked for. */
    private record Books(
            Map<NumberRuns.Position, Standing> standings, Map<String, NumberState> states, Map<String, String> living) {

        boolean isIssued(Match match) {
            return standings.get(match.position()) instanceof Standing.Issued issued && match.fits(issued);
        }

        NumberState state(Match match) {
            Standing standing = standings.get(match.position());
            if (standing == null || !match.fits(standing)) {
                return NumberState.UNKNOWN;
            }
            return switch (standing) {
                case Standing.Issued ignored ->
                    states.getOrDefault(match.parsed().canonical(), NumberState.ACTIVE);
                case Standing.Leased leased -> leased.reason() == null ? NumberState.LEASED : NumberState.VOID;
                case Standing.Skipped ignored -> NumberState.VOID;
            };
        }
    }

    /** A few statements, however many texts there are. */
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
        Books books = books(drafts);
        return drafts.stream().map(draft -> inspection(draft, books)).toList();
    }

    private Books books(List<Draft> drafts) {
        Set<NumberRuns.Position> positions = new HashSet<>();
        List<Match> right = new ArrayList<>();
        for (Draft draft : drafts) {
            draft.match().ifPresent(match -> {
                if (match.parsed().checkValid()) {
                    positions.add(match.position());
                    right.add(match);
                }
                draft.candidates().forEach(candidate -> positions.add(position(match.scheme(), candidate.parsed())));
            });
        }
        return transactions.read(() -> {
            Map<NumberRuns.Position, Standing> found = standings.of(positions);
            Map<String, NumberState> states = lives.states(right.stream()
                    .filter(match ->
                            found.get(match.position()) instanceof Standing.Issued issued && match.fits(issued))
                    .map(match -> match.parsed().canonical())
                    .toList());
            Map<String, String> living = lives.living(states.entrySet().stream()
                    .filter(entry -> entry.getValue() == NumberState.MERGED)
                    .map(Map.Entry::getKey)
                    .toList());
            return new Books(found, states, living);
        });
    }

    private static Inspection inspection(Draft draft, Books books) {
        if (draft.match().isEmpty()) {
            return new Inspection(Verdict.UNKNOWN_FORM, null, null, null, null, List.of());
        }
        Match found = draft.match().get();
        String scheme = found.scheme().code().value();
        if (!found.parsed().checkValid()) {
            List<Hint> hints = draft.candidates().stream()
                    .filter(candidate -> books.isIssued(new Match(found.scheme(), candidate.parsed())))
                    .map(candidate -> new Hint(
                            number(found.scheme(), candidate.parsed()), candidate.mistake(), candidate.place()))
                    .toList();
            return new Inspection(Verdict.WRONG_CHECK, null, scheme, null, null, hints);
        }
        return new Inspection(
                books.isIssued(found) ? Verdict.VALID : Verdict.NOT_ISSUED,
                found.number(),
                scheme,
                books.state(found),
                books.living().get(found.parsed().canonical()),
                List.of());
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
