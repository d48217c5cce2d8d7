package io.kehu.loyalty.earning;

import io.kehu.loyalty.program.Programs;
import io.kehu.starter.database.Transactions;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.TransientDataAccessException;

/** A shop whose purchases and refunds are booked as their events have them booked, at once and again when a merge comes between. */
public final class Shop {

    private static final Instant BOUGHT = Instant.parse("2026-11-01T03:15:00Z");

    private final Transactions transactions;
    private final Programs programs;
    private final EarnPoints earnPoints;
    private final TakeBackPoints takeBackPoints;

    public Shop(ApplicationContext context) {
        this.transactions = context.getBean(Transactions.class);
        this.programs = context.getBean(Programs.class);
        this.earnPoints = context.getBean(EarnPoints.class);
        this.takeBackPoints = context.getBean(TakeBackPoints.class);
    }

    /** A purchase; a point for each full 1.00. */
    public record Sale(UUID id, String number, long amountMinor) {

        public String orderNo() {
            return "O-" + id;
        }

        public String ref() {
            return "POS/" + orderNo();
        }

        public long points() {
            return amountMinor / 100;
        }
    }

    /** A number nobody has. */
    public static String newNumber() {
        return "C" + ThreadLocalRandom.current().nextLong(100_000_000_000L, 1_000_000_000_000L);
    }

    public Sale sell(String number, long points) {
        Sale sale = new Sale(UUID.randomUUID(), number, points * 100);
        tell(sale, number);
        return sale;
    }

    /** Tells a purchase, perhaps again, under a number of its customer. */
    public void tell(Sale sale, String number) {
        PurchaseRecorded recorded = new PurchaseRecorded(
                sale.id(),
                number,
                "POS",
                sale.orderNo(),
                null,
                BOUGHT,
                "CNY",
                sale.amountMinor(),
                null,
                List.of(new PurchaseRecorded.Line(1, "P", "", BigDecimal.ONE, sale.amountMinor())));
        untilBooked(() -> earnPoints.earn(programs.all(), List.of(recorded)));
    }

    /** Tells a refund, perhaps again: one of the same name is the same. */
    public void refund(Sale sale, String number, String name, long points) {
        UUID refundId = UUID.nameUUIDFromBytes((sale.id() + name).getBytes(StandardCharsets.UTF_8));
        PurchaseRefunded refunded = new PurchaseRefunded(
                refundId,
                sale.id(),
                number,
                "POS",
                sale.orderNo(),
                sale.orderNo() + "-" + name,
                BOUGHT.plusSeconds(3_600),
                points * 100);
        untilBooked(() -> takeBackPoints.takeBack(programs.all(), List.of(refunded)));
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
