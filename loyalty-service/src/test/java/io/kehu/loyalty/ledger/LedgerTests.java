package io.kehu.loyalty.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.loyalty.earning.Shop;
import io.kehu.starter.test.ServiceTest;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What spending, holding, giving back, taking back and time do to lots. */
@ServiceTest
class LedgerTests {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Invariants invariants;

    @Autowired
    private JdbcClient jdbc;

    private Desk desk;

    private final String number = Shop.newNumber();

    @BeforeEach
    void openTheDesk() {
        desk = new Desk(context, SHANGHAI, 2, 0);
    }

    @AfterEach
    void theLedgerAddsUp() {
        assertThat(invariants.run()).filteredOn(check -> check.violations() > 0).isEmpty();
    }

    @Test
    void whatExpiresFirstIsSpentFirst() {
        desk.earn(number, 100);
        desk.move(Duration.ofDays(10));
        desk.earn(number, 50);

        Booked spent = booked(desk.redeem(number, 120));

        assertThat(spent.balanceAfter()).isEqualTo(30);
        assertThat(desk.lots(number)).extracting(Desk.LotRow::remaining).containsExactly(0L, 30L);
        assertThat(desk.lots(number)).extracting(Desk.LotRow::state).containsExactly("EXHAUSTED", "ACTIVE");
    }

    @Test
    void nobodySpendsMoreThanThereIs() {
        desk.earn(number, 100);

        Outcome outcome = desk.redeem(number, 101);

        assertThat(outcome).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Refused.Reason.NOT_ENOUGH_POINTS);
            assertThat(refused.available()).isEqualTo(100);
        });
        assertThat(desk.account(number)).isEqualTo(new Desk.Account(100, 0, 0));
    }

    /** A batch is not all or nothing: what is refused leaves no trace, and what follows sees what came before. */
    @Test
    void eachBookingOfABatchIsForItself() {
        List<Outcome> outcomes = desk.tryBook(
                List.of(earning(100), redemption(60), redemption(60), redemption(40), earning(10), redemption(10)));

        assertThat(outcomes)
                .extracting(outcome -> outcome instanceof Booked)
                .containsExactly(true, true, false, true, true, true);
        assertThat(desk.account(number).posted()).isZero();
    }

    @Test
    void manyLotsAreSpentInOneGo() {
        for (int i = 0; i < 70; i++) {
            desk.earn(number, 1);
        }

        assertThat(booked(desk.redeem(number, 70)).balanceAfter()).isZero();
        assertThat(desk.lots(number)).extracting(Desk.LotRow::state).containsOnly("EXHAUSTED");
    }

    @Test
    void givingBackFillsTheVeryLotsThatWereUsed() {
        desk.earn(number, 100);
        desk.move(Duration.ofDays(10));
        desk.earn(number, 50);
        Booked spent = booked(desk.redeem(number, 120));
        List<Desk.LotRow> before = desk.lots(number);

        desk.giveBack(spent.booking().id(), 30);
        assertThat(desk.lots(number)).extracting(Desk.LotRow::remaining).containsExactly(10L, 50L);

        desk.giveBack(spent.booking().id(), 90);
        assertThat(desk.lots(number)).extracting(Desk.LotRow::remaining).containsExactly(100L, 50L);
        assertThat(desk.lots(number))
                .extracting(Desk.LotRow::expiresAt)
                .isEqualTo(before.stream().map(Desk.LotRow::expiresAt).toList());
        UUID id = spent.booking().id();
        assertThatThrownBy(() -> desk.giveBack(id, 1))
                .isInstanceOf(ProblemException.class)
                .hasMessage("more-than-spent");
    }

    @Test
    void nothingButSpendingIsGivenBack() {
        Booked earned = desk.earn(number, 100);
        Booked spent = booked(desk.redeem(number, 100));
        Booked back = desk.giveBack(spent.booking().id(), 100).getFirst();

        for (UUID id : List.of(earned.booking().id(), back.booking().id())) {
            assertThatThrownBy(() -> desk.giveBack(id, 1))
                    .isInstanceOf(ProblemException.class)
                    .hasMessage("not-reversible");
        }
        assertThatThrownBy(() -> desk.giveBack(UUID.randomUUID(), 1))
                .isInstanceOf(ProblemException.class)
                .hasMessage("transaction-not-found");
        assertThat(desk.account(number).posted()).isEqualTo(100);
    }

    /** Earn, spend, give the goods back: the exploit that makes points out of nothing elsewhere. */
    @Test
    void whatWasSpentAndThenTakenBackIsOwedAndPaidByTheNextEarning() {
        Booked earned = desk.earn(number, 100);
        desk.redeem(number, 80);

        Booked reversed = desk.reverseEarning(earned, 100);

        assertThat(reversed.owed()).isEqualTo(80);
        assertThat(desk.account(number)).isEqualTo(new Desk.Account(0, 0, 80));
        assertThat(desk.earn(number, 50).balanceAfter()).isZero();
        assertThat(desk.account(number)).isEqualTo(new Desk.Account(0, 0, 30));
        assertThat(desk.redeem(number, 1)).isInstanceOf(Refused.class);
        assertThat(desk.earn(number, 50).balanceAfter()).isEqualTo(20);
        assertThat(desk.account(number)).isEqualTo(new Desk.Account(20, 0, 0));
    }

    @Test
    void aReversalTakesFromItsOwnLotFirstAndThenFromOthers() {
        desk.earn(number, 30);
        desk.move(Duration.ofDays(1));
        Booked second = desk.earn(number, 100);
        desk.redeem(number, 50);

        desk.reverseEarning(second, 90);

        assertThat(desk.lots(number)).extracting(Desk.LotRow::remaining).containsExactly(0L, 0L);
        assertThat(desk.lots(number)).extracting(Desk.LotRow::state).containsExactly("EXHAUSTED", "REVERSED");
        assertThat(desk.account(number)).isEqualTo(new Desk.Account(0, 0, 10));
    }

    @Test
    void heldPointsAreNobodysToSpendAndComeFree() {
        desk.earn(number, 100);
        Hold hold = desk.hold(number, 70, Duration.ofMinutes(5));

        assertThat(desk.redeem(number, 31)).isInstanceOf(Refused.class);
        assertThat(desk.redeem(number, 30)).isInstanceOf(Booked.class);
        assertThatThrownBy(() -> desk.hold(number, 1, Duration.ofMinutes(5)))
                .isInstanceOf(ProblemException.class)
                .hasMessage("not-enough-points");
        desk.capture(hold.id(), 50);

        assertThat(desk.account(number)).isEqualTo(new Desk.Account(20, 0, 0));
        assertThat(booked(desk.redeem(number, 20)).balanceAfter()).isZero();
    }

    @Test
    void aHoldEndsOnce() {
        desk.earn(number, 100);
        Hold captured = desk.hold(number, 10, Duration.ofMinutes(5));
        desk.capture(captured.id(), 10);
        Hold released = desk.hold(number, 10, Duration.ofMinutes(5));
        desk.release(released.id());
        Hold late = desk.hold(number, 10, Duration.ofMinutes(5));
        desk.move(Duration.ofMinutes(5));

        for (Hold hold : List.of(captured, released, late)) {
            assertThatThrownBy(() -> desk.capture(hold.id(), 1))
                    .isInstanceOf(ProblemException.class)
                    .hasMessage("hold-ended");
            assertThatThrownBy(() -> desk.release(hold.id()))
                    .isInstanceOf(ProblemException.class)
                    .hasMessage("hold-ended");
        }
        desk.timeOut();
        assertThat(desk.stateOf(late.id())).isEqualTo(Hold.State.TIMED_OUT);
        assertThat(desk.account(number)).isEqualTo(new Desk.Account(90, 0, 0));
    }

    @Test
    void moreThanIsHeldIsNotCaptured() {
        desk.earn(number, 100);
        Hold hold = desk.hold(number, 10, Duration.ofMinutes(5));

        assertThatThrownBy(() -> desk.capture(hold.id(), 11))
                .isInstanceOf(ProblemException.class)
                .hasMessage("more-than-held");

        assertThat(desk.stateOf(hold.id())).isEqualTo(Hold.State.HELD);
        assertThat(desk.account(number)).isEqualTo(new Desk.Account(100, 10, 0));
    }

    @Test
    void whatIsReleasedPaysWhatIsOwed() {
        Booked earned = desk.earn(number, 100);
        Hold hold = desk.hold(number, 60, Duration.ofMinutes(5));
        desk.reverseEarning(earned, 100);
        assertThat(desk.account(number)).isEqualTo(new Desk.Account(60, 60, 60));

        desk.release(hold.id());

        assertThat(desk.account(number)).isEqualTo(new Desk.Account(0, 0, 0));
    }

    /** Not spent any more from the first moment after the last day on, whether the job has run or not. */
    @Test
    void pointsExpireWithTheEndOfTheirLastDay() {
        Booked earned = desk.earn(number, 100);
        Instant expiry = earned.expiresAt();
        desk.moveTo(expiry.minusMillis(1));
        assertThat(desk.expire(number)).isEmpty();
        assertThat(desk.redeem(number, 10)).isInstanceOf(Booked.class);

        desk.moveTo(expiry);
        assertThat(desk.redeem(number, 1)).isInstanceOf(Refused.class);
        List<Booked> expired = desk.expire(number);

        assertThat(expired).singleElement().satisfies(one -> {
            assertThat(one.booking().points()).isEqualTo(-90);
            assertThat(one.booking().businessRef())
                    .isEqualTo("EXPIRY/" + expiry.atZone(SHANGHAI).toLocalDate().minusDays(1));
        });
        assertThat(desk.expire(number)).isEmpty();
        assertThat(desk.lots(number)).extracting(Desk.LotRow::state).containsExactly("EXPIRED");
    }

    @Test
    void heldPointsDoNotExpireAndExpireWhenTheyComeFree() {
        Booked earned = desk.earn(number, 100);
        desk.moveTo(earned.expiresAt().minusSeconds(60));
        Hold kept = desk.hold(number, 30, Duration.ofMinutes(5));
        Hold lost = desk.hold(number, 20, Duration.ofMinutes(5));
        desk.moveTo(earned.expiresAt().plusSeconds(1));

        assertThat(desk.expire(number))
                .singleElement()
                .satisfies(one -> assertThat(one.booking().points()).isEqualTo(-50));
        desk.capture(kept.id(), 25);
        desk.release(lost.id());

        assertThat(desk.redeem(number, 1)).isInstanceOf(Refused.class);
        assertThat(desk.expire(number))
                .singleElement()
                .satisfies(one -> assertThat(one.booking().points()).isEqualTo(-25));
        assertThat(desk.account(number)).isEqualTo(new Desk.Account(0, 0, 0));
    }

    @Test
    void spendingAndGivingBackDoesNotDodgeExpiry() {
        Booked earned = desk.earn(number, 100);
        Booked spent = booked(desk.redeem(number, 100));
        desk.moveTo(earned.expiresAt().plusSeconds(1));

        Booked back = desk.giveBack(spent.booking().id(), 100).getFirst();

        assertThat(back.balanceAfter()).isZero();
        assertThat(desk.lots(number)).containsExactly(new Desk.LotRow(0, 0, "EXPIRED", earned.expiresAt()));
    }

    @Test
    void aProgrammeCanGiveDaysOfGrace() {
        desk = new Desk(context, SHANGHAI, 2, 7);
        Booked earned = desk.earn(number, 100);
        Booked spent = booked(desk.redeem(number, 100));
        desk.moveTo(earned.expiresAt().plusSeconds(1));

        desk.giveBack(spent.booking().id(), 100);

        assertThat(desk.account(number).posted()).isEqualTo(100);
        Instant grace = desk.now()
                .atZone(SHANGHAI)
                .toLocalDate()
                .plusDays(8)
                .atStartOfDay(SHANGHAI)
                .toInstant();
        assertThat(desk.lots(number)).extracting(Desk.LotRow::expiresAt).containsExactly(grace);
        desk.moveTo(grace);
        assertThat(desk.expire(number)).hasSize(1);
    }

    /** The last day is a day of the programme's zone, also when that day has 23 or 25 hours, or the year ends with it. */
    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin,    2027-01-28T11:00:00Z, 2, 2027-03-28T22:00:00Z",
        "Europe/Berlin,    2026-12-31T10:00:00Z, 10, 2027-10-31T23:00:00Z",
        "America/New_York, 2027-01-14T20:00:00Z, 2, 2027-03-15T04:00:00Z",
        "Asia/Shanghai,    2026-11-30T17:00:00Z, 1, 2027-01-01T16:00:00Z",
        "Asia/Shanghai,    2026-12-31T15:59:59Z, 2, 2027-02-28T16:00:00Z",
        "Asia/Shanghai,    2027-01-31T15:59:59Z, 1, 2027-02-28T16:00:00Z",
    })
    void expiryIsTheEndOfALocalDay(ZoneId zone, Instant earnedAt, int months, Instant expiry) {
        desk = new Desk(context, Desk.shared(zone, months, 0), earnedAt);

        assertThat(desk.earn(number, 10).expiresAt()).isEqualTo(expiry);

        desk.moveTo(expiry.minusMillis(1));
        assertThat(desk.expire(number)).isEmpty();
        desk.moveTo(expiry);
        assertThat(desk.expire(number)).hasSize(1);
    }

    @Test
    void pointsThatWaitAreThereAndCannotBeSpent() {
        Booked earned = desk.earnLater(number, 100, Duration.ofDays(14));

        assertThat(earned.balanceAfter()).isEqualTo(100);
        assertThat(desk.redeem(number, 1)).isInstanceOf(Refused.class);
        desk.move(Duration.ofDays(14).minusSeconds(1));
        desk.activate();
        assertThat(desk.redeem(number, 1)).isInstanceOf(Refused.class);
        desk.move(Duration.ofSeconds(1));
        desk.activate();
        desk.activate();

        assertThat(desk.redeem(number, 100)).isInstanceOf(Booked.class);
        assertThat(desk.account(number)).isEqualTo(new Desk.Account(0, 0, 0));
    }

    /** Waiting costs none of the time points last. */
    @Test
    void theyLastAsLongAsOthersFromWhenTheyCanBeSpent() {
        Instant from = desk.now().plus(Duration.ofDays(14));

        Booked earned = desk.earnLater(number, 100, Duration.ofDays(14));

        assertThat(earned.expiresAt()).isEqualTo(desk.program().expiryOf(from));
    }

    @Test
    void whatIsTakenBackWhileItWaitsTouchesNothingElse() {
        desk.earn(number, 30);
        Booked waiting = desk.earnLater(number, 100, Duration.ofDays(14));

        desk.reverseEarning(waiting, 40);

        assertThat(desk.lots(number)).extracting(Desk.LotRow::remaining).containsExactly(30L, 60L);
        assertThat(desk.lots(number)).extracting(Desk.LotRow::state).containsExactly("ACTIVE", "PENDING");
        assertThat(booked(desk.redeem(number, 30)).balanceAfter()).isEqualTo(60);
        desk.reverseEarning(waiting, 60);
        assertThat(desk.account(number)).isEqualTo(new Desk.Account(0, 0, 0));
    }

    @Test
    void whatIsOwedIsPaidWhenPointsNeedNotWaitAnyMore() {
        Booked earned = desk.earn(number, 100);
        desk.redeem(number, 80);
        desk.earnLater(number, 50, Duration.ofDays(1));
        desk.reverseEarning(earned, 100);
        assertThat(desk.account(number)).isEqualTo(new Desk.Account(50, 0, 80));

        desk.move(Duration.ofDays(1));
        desk.activate();

        assertThat(desk.account(number)).isEqualTo(new Desk.Account(0, 0, 30));
    }

    @Test
    void ofPointsThatWaitedTheFirstThatNeedNotPayFirst() {
        Booked earned = desk.earn(number, 100);
        desk.redeem(number, 80);
        desk.earnLater(number, 50, Duration.ofDays(2));
        desk.earnLater(number, 50, Duration.ofDays(1));
        desk.reverseEarning(earned, 100);

        desk.move(Duration.ofDays(3));
        desk.activate();

        assertThat(desk.lots(number)).extracting(Desk.LotRow::remaining).containsExactly(0L, 20L, 0L);
    }

    @Test
    void theDatabaseKeepsPointsWaiting() {
        Booked waiting = desk.earnLater(number, 100, Duration.ofDays(1));
        Booked other = desk.earn(number, 10);
        String where = " WHERE earn_tx = '" + waiting.booking().id() + "'";

        for (String statement : List.of(
                "UPDATE points_lot SET held = 1" + where,
                "UPDATE points_lot SET pending_until = pending_until - interval '1 hour'" + where,
                "UPDATE points_lot SET pending_until = NULL" + where,
                "UPDATE points_lot SET state = 'PENDING', pending_until = now() WHERE earn_tx = '"
                        + other.booking().id() + "'")) {
            assertThatThrownBy(() -> jdbc.sql(statement).update())
                    .as(statement)
                    .isInstanceOf(DataAccessException.class);
        }
    }

    @Test
    void theDatabaseRefusesWhatTheCodeWouldNeverDo() {
        Booked earned = desk.earn(number, 100);
        Booked spent = booked(desk.redeem(number, 40));
        Hold hold = desk.hold(number, 10, Duration.ofMinutes(5));
        desk.release(hold.id());
        UUID lot = jdbc.sql("SELECT id FROM points_lot WHERE earn_tx = :tx")
                .param("tx", earned.booking().id())
                .query(UUID.class)
                .single();

        for (String statement : List.of(
                "UPDATE points_lot SET expires_at = expires_at - interval '1 day' WHERE id = '" + lot + "'",
                "UPDATE points_lot SET state = 'EXHAUSTED' WHERE id = '" + lot + "'",
                "UPDATE points_lot SET remaining = 101 WHERE id = '" + lot + "'",
                "UPDATE points_hold SET state = 'HELD', ended_at = NULL WHERE id = '" + hold.id() + "'",
                "DELETE FROM points_hold_lot WHERE hold = '" + hold.id() + "'",
                "UPDATE points_posting SET amount = amount + 1",
                "DELETE FROM points_lot_use",
                "INSERT INTO points_lot_use (tx, lot, points, reverses) VALUES (gen_random_uuid(), '" + lot
                        + "', -41, '" + spent.booking().id() + "')")) {
            assertThatThrownBy(() -> jdbc.sql(statement).update())
                    .as(statement)
                    .isInstanceOf(DataAccessException.class);
        }
    }

    private Booking earning(long points) {
        return new Booking(
                UUID.randomUUID(), TxType.EARN, number, points, "EARN", "RULE", 1, null, "test", null, desk.now());
    }

    private Booking redemption(long points) {
        return Booking.of(TxType.REDEEM, number, -points, "SPEND", "test", null, desk.now());
    }

    private static Booked booked(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Booked.class);
        return (Booked) outcome;
    }
}
