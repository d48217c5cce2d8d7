package io.kehu.loyalty.ledger;

import io.kehu.loyalty.earning.Shop.Sale;
import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.program.Programs;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.merging.MergedNumbers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Takes points from lots as spending, expiry and holds will, which the service does not offer yet: into the same tables, by the same rules. */
public final class Till {

    private final Transactions transactions;
    private final Program program;
    private final MergedNumbers mergedNumbers;
    private final MemberAccounts accounts;
    private final Postings postings;
    private final JdbcClient jdbc;

    public Till(ApplicationContext context) {
        this.transactions = context.getBean(Transactions.class);
        this.program = context.getBean(Programs.class).all().getFirst();
        this.mergedNumbers = context.getBean(MergedNumbers.class);
        this.accounts = context.getBean(MemberAccounts.class);
        this.postings = context.getBean(Postings.class);
        this.jdbc = context.getBean(JdbcClient.class);
    }

    /** Spends points of the lot of a purchase; negative ones are given back. */
    public void spend(Sale sale, long points) {
        take(points > 0 ? TxType.REDEEM : TxType.REVERSE_REDEEM, "REDEEMED", sale, points);
    }

    /** Lets all that is left of a lot expire. */
    public void expire(Sale sale) {
        take(TxType.EXPIRE, "BREAKAGE", sale, left(sale));
    }

    /** Reserves points of a lot. */
    public void hold(Sale sale, long points) {
        transactions.run(() -> {
            MemberAccounts.Locked account = account(sale);
            jdbc.sql("UPDATE points_lot SET held = held + :points WHERE business_ref = :ref")
                    .param("points", points)
                    .param("ref", sale.ref())
                    .update();
            UUID hold = UUID.randomUUID();
            jdbc.sql("""
                            INSERT INTO points_hold (id, program, number, points, business_ref, actor, created_at, expires_at)
                            VALUES (:id, :program, :number, :points, :ref, 'test', now(), now() + interval '1 hour')
                            """)
                    .param("id", hold)
                    .param("program", program.code())
                    .param("number", sale.number())
                    .param("points", points)
                    .param("ref", sale.ref())
                    .update();
            jdbc.sql(
                            "INSERT INTO points_hold_lot (hold, lot, points) SELECT :id, id, :points FROM points_lot WHERE business_ref = :ref")
                    .param("id", hold)
                    .param("points", points)
                    .param("ref", sale.ref())
                    .update();
            jdbc.sql("UPDATE points_account SET held = held + :points WHERE id = :id")
                    .param("points", points)
                    .param("id", account.id())
                    .update();
        });
    }

    private long left(Sale sale) {
        return jdbc.sql("SELECT remaining FROM points_lot WHERE business_ref = :ref")
                .param("ref", sale.ref())
                .query(Long.class)
                .single();
    }

    private MemberAccounts.Locked account(Sale sale) {
        String member = mergedNumbers.living(sale.number());
        return accounts.lock(program.code(), List.of(member)).get(member);
    }

    private void take(TxType type, String against, Sale sale, long points) {
        transactions.run(() -> {
            MemberAccounts.Locked account = account(sale);
            UUID tx = UUID.randomUUID();
            Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
            UUID reverses = type == TxType.REVERSE_REDEEM ? UUID.randomUUID() : null;
            long system = jdbc.sql("SELECT id FROM points_account WHERE program = :program AND kind = :kind")
                    .param("program", program.code())
                    .param("kind", against)
                    .query(Long.class)
                    .single();
            Writes writes = new Writes();
            postings.insert(
                    writes,
                    program,
                    now,
                    List.of(new Booking(
                            tx,
                            type,
                            account.number(),
                            -points,
                            "TILL/" + tx,
                            null,
                            null,
                            reverses,
                            "test",
                            null,
                            now)),
                    List.of(
                            new Postings.Posting(tx, account.id(), -points, account.posted() - points),
                            new Postings.Posting(tx, system, points, null)));
            accounts.write(
                    writes,
                    List.of(new MemberAccounts.Balance(account.id(), account.posted() - points, account.held())));
            writes.run(jdbc);
            jdbc.sql("""
                            UPDATE points_lot SET remaining = remaining - :points,
                                state = CASE WHEN remaining > :points THEN 'ACTIVE' WHEN :type = 'EXPIRE' THEN 'EXPIRED' ELSE 'EXHAUSTED' END
                            WHERE business_ref = :ref
                            """)
                    .param("points", points)
                    .param("type", type.name())
                    .param("ref", sale.ref())
                    .update();
            jdbc.sql("""
                            INSERT INTO points_lot_use (tx, lot, points)
                            SELECT :tx, id, :points FROM points_lot WHERE business_ref = :ref
                            """)
                    .param("tx", tx)
                    .param("points", points)
                    .param("ref", sale.ref())
                    .update();
        });
    }
}
