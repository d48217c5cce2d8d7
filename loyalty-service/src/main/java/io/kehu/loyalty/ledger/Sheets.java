package io.kehu.loyalty.ledger;

import io.kehu.loyalty.program.Program;
import io.kehu.starter.merging.MergedNumbers;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Opens sheets on locked accounts and writes them. */
@Repository
class Sheets {

    private final MemberAccounts accounts;
    private final Postings postings;
    private final Lots lots;
    private final QualifyingPoints qualifying;
    private final MergedNumbers mergedNumbers;
    private final JdbcClient jdbc;
    private final Clock clock;

    Sheets(
            MemberAccounts accounts,
            Postings postings,
            Lots lots,
            QualifyingPoints qualifying,
            MergedNumbers mergedNumbers,
            JdbcClient jdbc,
            Clock clock) {
        this.accounts = accounts;
        this.postings = postings;
        this.lots = lots;
        this.qualifying = qualifying;
        this.mergedNumbers = mergedNumbers;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A sheet with the locked accounts of whom the numbers stand for.
     *
     * @throws MergedMeanwhileException when a merge came between
     */
    Sheet lock(Program program, Collection<String> numbers) {
        Set<String> members = members(numbers);
        Collection<MemberAccounts.Locked> locked =
                accounts.openAndLock(program.code(), members).values();
        if (!members(numbers).equals(members)) {
            throw new MergedMeanwhileException();
        }
        return open(program, locked);
    }

    private Set<String> members(Collection<String> numbers) {
        Map<String, String> living = mergedNumbers.living(numbers);
        return numbers.stream()
                .map(number -> living.getOrDefault(number, number))
                .collect(Collectors.toSet());
    }

    /** A sheet with these accounts, which are locked. */
    Sheet open(Program program, Collection<MemberAccounts.Locked> locked) {
        // PostgreSQL keeps microseconds; what we return must be what a later query finds.
        Sheet sheet = new Sheet(clock.instant().truncatedTo(ChronoUnit.MICROS), accounts.system(program.code()));
        Map<String, List<OpenDebt>> debts = accounts.debts(
                program.code(),
                locked.stream().map(MemberAccounts.Locked::number).toList());
        for (MemberAccounts.Locked one : locked) {
            OpenAccount account = new OpenAccount(one);
            debts.getOrDefault(one.number(), List.of()).forEach(account::add);
            sheet.add(account);
        }
        return sheet;
    }

    /** Gets the lots that are spent first, enough for so many points of each account, and what the accounts can spend. */
    void prepareSpending(Sheet sheet, Map<Long, Long> wanted) {
        if (wanted.isEmpty()) {
            return;
        }
        sheet.addLots(lots.spentFirst(wanted, sheet.now()));
        Map<Long, Lots.Unspendable> unspendable = lots.unspendable(wanted.keySet(), sheet.now());
        wanted.keySet()
                .forEach(id -> sheet.account(id).setUnspendable(unspendable.getOrDefault(id, Lots.Unspendable.NONE)));
    }

    void write(Program program, Sheet sheet) {
        Writes writes = new Writes();
        if (!sheet.bookings().isEmpty()) {
            postings.insert(writes, program, sheet.now(), sheet.bookings(), sheet.postings());
        }
        lots.insert(writes, sheet.opened(), sheet.now());
        lots.update(writes, sheet.changed());
        lots.extend(writes, sheet.extended());
        lots.insertUses(writes, sheet.uses());
        if (!sheet.balances().isEmpty()) {
            accounts.write(writes, sheet.balances());
        }
        writes.run(jdbc);
        qualifying.add(program, sheet);
    }
}
