package io.kehu.loyalty.ledger;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.program.Program;
import io.kehu.starter.web.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/**
 * Gives points back that were spent: to the very lots they were taken from, newest use first, wherever those are now. A lot past its expiry
 * gets the programme's days of grace; where there are none it expires again in the same transaction, so that spending and giving back does
 * not dodge expiry.
 */
@Repository
public class Restorations {

    private final Journal journal;
    private final Lots lots;
    private final Sheets sheets;

    Restorations(Journal journal, Lots lots, Sheets sheets) {
        this.journal = journal;
        this.lots = lots;
        this.sheets = sheets;
    }

    /**
     * Points to be given back.
     *
     * @param spending the transaction that spent them
     * @param points all that was not given back yet when missing
     */
    public record Wish(UUID spending, @Nullable Long points, String businessRef, String actor) {}

    /**
     * In the caller's transaction.
     *
     * @return one booking per member who had spent them together
     * @throws ProblemException when it is no spending, or less than that is left to be given back
     */
    public List<Booked> restore(Program program, Wish wish) {
        Journal.Row spent = journal.find(program.code(), wish.spending())
                .orElseThrow(() -> new ProblemException(LoyaltyProblem.TRANSACTION_NOT_FOUND));
        if (spent.type() != TxType.REDEEM) {
            throw new ProblemException(LoyaltyProblem.NOT_REVERSIBLE).with("transactionType", spent.type());
        }
        List<String> numbers = lots.restorable(wish.spending()).stream()
                .map(Lots.Restorable::number)
                .toList();
        Sheet sheet = sheets.lock(program, numbers);
        List<Lots.Restorable> restorable = lots.restorable(wish.spending());
        long left = restorable.stream().mapToLong(Lots.Restorable::points).sum();
        long points = wish.points() == null ? left : wish.points();
        if (left < points || points == 0) {
            throw new ProblemException(LoyaltyProblem.MORE_THAN_SPENT, left).with("restorable", left);
        }
        sheet.addLots(lots.byIds(restorable.stream().map(Lots.Restorable::lot).toList()));
        List<Booked> booked = new ArrayList<>();
        byAccount(sheet, restorable, points)
                .forEach((account, parts) -> booked.add(restore(program, sheet, account, parts, spent, wish)));
        sheets.write(program, sheet);
        return booked;
    }

    private static Map<OpenAccount, List<OpenAccount.Part>> byAccount(
            Sheet sheet, List<Lots.Restorable> restorable, long points) {
        Map<OpenAccount, List<OpenAccount.Part>> byAccount = new LinkedHashMap<>();
        long missing = points;
        for (Lots.Restorable one : restorable) {
            long some = Math.min(missing, one.points());
            if (some > 0) {
                OpenLot lot = sheet.lot(one.lot());
                byAccount
                        .computeIfAbsent(sheet.account(lot.account()), account -> new ArrayList<>())
                        .add(new OpenAccount.Part(lot, some));
                missing -= some;
            }
        }
        return byAccount;
    }

    private static Booked restore(
            Program program,
            Sheet sheet,
            OpenAccount account,
            List<OpenAccount.Part> parts,
            Journal.Row spent,
            Wish wish) {
        long points = parts.stream().mapToLong(OpenAccount.Part::points).sum();
        Booking booking = Booking.reversing(
                TxType.REVERSE_REDEEM,
                wish.spending(),
                spent.number(),
                points,
                wish.businessRef(),
                wish.actor(),
                sheet.now());
        sheet.post(booking, account, points);
        sheet.giveBack(booking, account, parts, program.graceOf(sheet.now()));
        List<OpenLot> lots = parts.stream().map(OpenAccount.Part::lot).toList();
        Debts.repay(sheet, account, booking, lots);
        Expiries.expire(program, sheet, account, lots);
        return new Booked(booking, account.member(), sheet.now(), account.posted(), null, account.owed());
    }
}
