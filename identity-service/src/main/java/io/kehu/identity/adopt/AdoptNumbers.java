package io.kehu.identity.adopt;

import io.kehu.identity.IdentityProblem;
import io.kehu.identity.adopt.AdoptedNumbers.Standing;
import io.kehu.identity.adopt.LegacyNumber.Position;
import io.kehu.identity.scheme.NumberOrder;
import io.kehu.identity.scheme.Scheme;
import io.kehu.identity.scheme.SchemeCode;
import io.kehu.identity.scheme.Schemes;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.web.problem.ProblemException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes legacy numbers over, chunk by chunk: what a chunk says is settled for ever, so a file that broke off is simply sent again. */
@Component
class AdoptNumbers {

    private static final int MOST_LINES = 1_000_000;

    /** Allocations from the same counters wait while a chunk is written. */
    private static final int CHUNK = 5_000;

    private final Schemes schemes;
    private final AdoptedNumbers adopted;
    private final Transactions transactions;
    private final Clock clock;

    AdoptNumbers(Schemes schemes, AdoptedNumbers adopted, Transactions transactions, Clock clock) {
        this.schemes = schemes;
        this.adopted = adopted;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** @throws ProblemException when no number of the scheme can be taken over now */
    Scheme adoptable(SchemeCode code) {
        Scheme scheme = schemes.required(code);
        mustBeAdoptable(scheme);
        return scheme;
    }

    /** Reads to the end of the file; nothing of a chunk that breaks off is kept, everything of those before. */
    void adopt(Scheme scheme, LegacyFile file, String adoptedBy, AdoptionReport report) throws IOException {
        NumberReader reader = new NumberReader(scheme, clock.instant());
        List<Reading> chunk = new ArrayList<>(CHUNK);
        int lines = 0;
        for (LegacyLine line = file.next(); line != null; line = file.next()) {
            if (++lines > MOST_LINES) {
                throw new ProblemException(IdentityProblem.ADOPTION_TOO_LONG, MOST_LINES);
            }
            chunk.add(reader.read(line));
            if (chunk.size() == CHUNK) {
                settle(scheme, chunk, adoptedBy, report);
                chunk.clear();
            }
        }
        settle(scheme, chunk, adoptedBy, report);
    }

    /** The scheme must be in use, and its numbers in order: no counter starts beyond numbers scattered over all of its capacity. */
    private static void mustBeAdoptable(Scheme scheme) {
        scheme.mustIssue();
        if (scheme.order().kind() == NumberOrder.Kind.SCRAMBLED) {
            throw new ProblemException(IdentityProblem.SCHEME_NOT_ADOPTABLE);
        }
    }

    private void settle(Scheme scheme, List<Reading> chunk, String adoptedBy, AdoptionReport report) {
        List<LegacyNumber> numbers = new ArrayList<>();
        for (Reading reading : chunk) {
            if (reading instanceof Reading.Readable readable) {
                numbers.add(readable.number());
            }
        }
        List<Verdict> verdicts =
                numbers.isEmpty() ? List.of() : transactions.call(() -> settle(scheme.code(), numbers, adoptedBy));
        int readable = 0;
        for (Reading reading : chunk) {
            report.add(
                    switch (reading) {
                        case Reading.Malformed malformed ->
                            new ReportLine(malformed.line(), Verdict.MALFORMED, malformed.reason(), malformed.number());
                        case Reading.Readable(int line, LegacyNumber number) ->
                            new ReportLine(line, verdicts.get(readable++), null, number.canonical());
                    });
        }
    }

    private List<Verdict> settle(SchemeCode code, List<LegacyNumber> numbers, String adoptedBy) {
        Map<String, Long> next = adopted.lock(
                code,
                numbers.stream().map(number -> number.position().partition()).toList());
        Map<Position, Standing> standings = adopted.standings(
                code,
                numbers.stream()
                        .map(LegacyNumber::position)
                        .filter(position -> position.sequence() < next.getOrDefault(position.partition(), 1L))
                        .distinct()
                        .toList());
        List<Verdict> verdicts = new ArrayList<>(numbers.size());
        Map<Position, String> taken = new HashMap<>();
        List<LegacyNumber> accepted = new ArrayList<>();
        for (LegacyNumber number : numbers) {
            Position position = number.position();
            boolean beyond = position.sequence() >= next.getOrDefault(position.partition(), 1L);
            Verdict verdict = verdict(number, taken.get(position), beyond, standings.get(position));
            if (verdict == Verdict.ACCEPTED) {
                taken.put(position, number.parts());
                accepted.add(number);
            }
            verdicts.add(verdict);
        }
        Instant now = clock.instant();
        List<AdoptedRun> runs = AdoptedRun.of(accepted, now);
        // The counters first: the database refuses a run beyond its counter.
        adopted.jump(code, Jump.over(runs, next), now, adoptedBy);
        adopted.insert(code, runs, adoptedBy);
        return verdicts;
    }

    /**
     * The verdict over one number.
     *
     * @param taken parts of the number that took the sequence further up in the chunk
     * @param beyond whether the counter has not come so far
     * @param standing what else than ourselves holds a sequence the counter has passed
     */
    private static Verdict verdict(
            LegacyNumber number, @Nullable String taken, boolean beyond, @Nullable Standing standing) {
        String holder = taken != null || standing == null ? taken : standing.adoptedParts();
        if (holder != null) {
            return holder.equals(number.parts()) ? Verdict.ALREADY_THERE : Verdict.COLLIDING;
        }
        return beyond || standing != null ? Verdict.ACCEPTED : Verdict.COLLIDING;
    }
}
