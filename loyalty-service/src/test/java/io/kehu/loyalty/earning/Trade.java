package io.kehu.loyalty.earning;

import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.program.Programs;
import io.kehu.starter.database.Transactions;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A programme of its own with rules, purchases and refunds, which are booked as their events have them booked. */
final class Trade {

    private final ApplicationContext context;
    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final EarningRules rules;
    private final Program program;

    Trade(ApplicationContext context, String zone) {
        this(context, zone, "S" + ThreadLocalRandom.current().nextLong(1_000_000_000_000L));
    }

    /** A programme of all tests that publish nothing in it. */
    static Trade shared(ApplicationContext context) {
        return new Trade(context, "Asia/Shanghai", "SHARED");
    }

    private Trade(ApplicationContext context, String zone, String code) {
        this.context = context;
        this.transactions = context.getBean(Transactions.class);
        this.jdbc = context.getBean(JdbcClient.class);
        this.rules = context.getBean(EarningRules.class);
        jdbc.sql(
                        "INSERT INTO program (code, name, zone, valid_months) VALUES (:code, 'Trade', :zone, 12) ON CONFLICT DO NOTHING")
                .param("code", code)
                .param("zone", zone)
                .update();
        jdbc.sql("""
                        INSERT INTO points_account (program, kind)
                        SELECT :code, kind FROM unnest(ARRAY['ISSUED', 'REDEEMED', 'BREAKAGE', 'ADJUSTED', 'IMPORTED']) AS kind
                        ON CONFLICT DO NOTHING
                        """).param("code", code).update();
        this.program = context.getBean(Programs.class).find(code).orElseThrow();
    }

    Program program() {
        return program;
    }

    /** Other tests go on with every programme there is. */
    void close() {
        jdbc.sql("UPDATE earning_rule SET state = 'RETIRED' WHERE program = :code")
                .param("code", program.code())
                .update();
    }

    int draft(RuleDrafts draft) {
        return transactions.call(() -> rules.draft(draft.in(program.code()).rule(), "test"));
    }

    void publish(RuleDrafts... drafts) {
        for (RuleDrafts draft : drafts) {
            transactions.run(() -> {
                EarningRule rule = draft.in(program.code()).rule();
                rules.publish(program.code(), rule.code(), rules.draft(rule, "test"));
            });
        }
    }

    static PurchaseRecorded.Line line(String product, String category, long minor) {
        return new PurchaseRecorded.Line(1, product, category, BigDecimal.ONE, minor);
    }

    static PurchaseRecorded purchase(String number, String at, PurchaseRecorded.Line... lines) {
        UUID id = UUID.randomUUID();
        return new PurchaseRecorded(
                id,
                number,
                "POS",
                "O-" + id,
                "S1",
                Instant.parse(at),
                "CNY",
                Stream.of(lines).mapToLong(PurchaseRecorded.Line::amountMinor).sum(),
                null,
                List.of(lines));
    }

    /** @param birthday {@code DAY} or {@code MONTH} */
    static PurchaseRecorded near(@Nullable String birthday, PurchaseRecorded purchase) {
        return new PurchaseRecorded(
                purchase.purchaseId(),
                purchase.number(),
                purchase.channel(),
                purchase.orderNo(),
                purchase.store(),
                purchase.occurredAt(),
                purchase.currency(),
                purchase.amountMinor(),
                birthday,
                purchase.lines());
    }

    static PurchaseRecorded purchase(String number, String at, long minor) {
        return purchase(number, at, line("P", "", minor));
    }

    static PurchaseRefunded refund(PurchaseRecorded purchase, String name, long minor) {
        return new PurchaseRefunded(
                UUID.nameUUIDFromBytes((purchase.purchaseId() + name).getBytes(StandardCharsets.UTF_8)),
                purchase.purchaseId(),
                purchase.number(),
                purchase.channel(),
                purchase.orderNo(),
                purchase.orderNo() + "-" + name,
                purchase.occurredAt().plusSeconds(60),
                minor);
    }

    /** In one transaction, perhaps again. */
    void tell(PurchaseRecorded... purchases) {
        untilBooked(() -> context.getBean(EarnPoints.class).earn(List.of(asItIs()), List.of(purchases)));
    }

    void tell(PurchaseRefunded... refunds) {
        untilBooked(() -> context.getBean(TakeBackPoints.class).takeBack(List.of(asItIs()), List.of(refunds)));
    }

    /** A test may have changed it. */
    private Program asItIs() {
        return context.getBean(Programs.class).find(program.code()).orElseThrow();
    }

    PurchaseRecorded buy(String number, String at, long minor) {
        PurchaseRecorded purchase = purchase(number, at, minor);
        tell(purchase);
        return purchase;
    }

    void giveBack(PurchaseRecorded purchase, String name, long minor) {
        tell(refund(purchase, name, minor));
    }

    /** What a member has, less what is owed, in this programme. */
    long points(String number) {
        return jdbc.sql("""
                        SELECT coalesce(sum(posted), 0) FROM points_account
                        WHERE program = :program AND number = ANY (number_family(:number))
                        """)
                .param("program", program.code())
                .param("number", number)
                .query(Long.class)
                .single();
    }

    /** What was booked, oldest first, such as {@code BASE/1 10}, with the reason where there is one. */
    List<String> bookings(String number) {
        List<String> bookings = new ArrayList<>();
        jdbc.sql("""
                        SELECT t.rule, t.rule_version, p.amount, t.reason
                        FROM points_tx t JOIN points_posting p ON p.tx = t.id AND p.booked_at = t.booked_at AND p.balance_after IS NOT NULL
                        WHERE t.program = :program AND t.number = :number ORDER BY p.seq
                        """).param("program", program.code()).param("number", number).query(row -> {
            String reason = row.getString("reason");
            String version = row.getString("rule_version");
            bookings.add(row.getString("rule") + (version == null ? "" : "/" + version) + " " + row.getLong("amount")
                    + (reason == null ? "" : " (" + reason + ")"));
        });
        return bookings;
    }

    /** The inbox has what failed for a moment delivered again. */
    private void untilBooked(Runnable work) {
        for (int delivery = 0; delivery < 100; delivery++) {
            try {
                transactions.run(work);
                return;
            } catch (TransientDataAccessException e) {
                Thread.yield();
            }
        }
        throw new AssertionError("It cannot be booked");
    }
}
