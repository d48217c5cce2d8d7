package io.kehu.loyalty.ledger;

import io.kehu.loyalty.program.Program;
import io.kehu.starter.merging.MergedNumbers;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Repository;

/** Locks members' accounts before it is known what is booked to them: what is read of them stays true until the transaction ends. */
@Repository
public class MemberLocks {

    private final MemberAccounts accounts;
    private final MergedNumbers mergedNumbers;

    MemberLocks(MemberAccounts accounts, MergedNumbers mergedNumbers) {
        this.accounts = accounts;
        this.mergedNumbers = mergedNumbers;
    }

    /**
     * In the caller's transaction, and to be called once in it for everybody who is booked to: accounts are locked in the order of their ids.
     *
     * @param members living numbers, by the numbers that stand for them
     * @throws org.springframework.dao.PessimisticLockingFailureException when a merge came between; the transaction is to be run again
     */
    public void lock(Program program, Map<String, String> members) {
        Set<String> living = Set.copyOf(members.values());
        accounts.openAndLock(program.code(), living);
        if (!living(members.keySet()).equals(members)) {
            throw new MergedMeanwhileException();
        }
    }

    /** Members whose membership is suspended or closed; their accounts are locked. */
    public Set<String> inactive(Program program, Collection<String> members) {
        return accounts.inactive(program.code(), members);
    }

    /** Living numbers, by the numbers asked with. */
    public Map<String, String> living(Collection<String> numbers) {
        Map<String, String> merged = mergedNumbers.living(numbers);
        Map<String, String> living = new HashMap<>();
        numbers.forEach(number -> living.put(number, merged.getOrDefault(number, number)));
        return living;
    }
}
