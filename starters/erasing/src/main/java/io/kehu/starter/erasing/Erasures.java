package io.kehu.starter.erasing;

import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.protection.key.PersonalData;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Erases customers in one service: once per id, in one transaction, and for good. */
public final class Erasures {

    private final ErasureJournal journal;
    private final List<ErasurePart> parts;
    private final PersonalData personalData;
    private final Transactions transactions;
    private final AuditTrail audit;
    private final Clock clock;
    private final String service;

    Erasures(
            ErasureJournal journal,
            List<ErasurePart> parts,
            PersonalData personalData,
            Transactions transactions,
            AuditTrail audit,
            Clock clock,
            String service) {
        this.journal = journal;
        this.parts = List.copyOf(parts);
        this.personalData = personalData;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
        this.service = service;
    }

    public Optional<Erasure> find(UUID id) {
        return journal.find(id);
    }

    /** What {@link #erase} would be about; changes nothing. */
    public List<ErasureItem> preview(List<String> numbers) {
        return transactions.read(() -> items(numbers));
    }

    /**
     * Repeated, it does nothing and answers as before.
     *
     * @param numbers all numbers of the customer, in any order
     * @throws ProblemException 409 when the id stands for other numbers
     */
    public Erasure erase(UUID id, List<String> numbers) {
        return transactions.call(() -> {
            // Also what makes two who ask with one id follow each other.
            personalData.erase(numbers);
            Erasure known = journal.find(id).orElse(null);
            if (known != null) {
                return same(known, numbers);
            }
            Erasure erasure =
                    new Erasure(id, numbers, items(numbers), clock.instant().truncatedTo(ChronoUnit.MICROS));
            parts.forEach(part -> part.erase(numbers));
            journal.add(
                    erasure,
                    Caller.current().orElseGet(() -> Caller.system(service)).originatingSubject());
            String reason = "erasure " + id;
            audit.recordAll(numbers.stream()
                    .map(number -> AuditEntry.of("customer.erase", number).because(reason))
                    .toList());
            return erasure;
        });
    }

    private static Erasure same(Erasure known, List<String> numbers) {
        if (!Set.copyOf(known.numbers()).equals(Set.copyOf(numbers))) {
            throw new ProblemException(ErasureProblem.ERASURE_ID_TAKEN);
        }
        return known;
    }

    /** Kinds of which there is nothing are not named. */
    private List<ErasureItem> items(List<String> numbers) {
        return parts.stream()
                .flatMap(part -> part.find(numbers).stream())
                .filter(item -> item.count() > 0)
                .toList();
    }
}
