package io.kehu.starter.database.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.servers.ThrowawayPostgres;
import io.kehu.starter.database.Transactions;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Retries on conflicts that PostgreSQL itself has found. */
class TransactionsTests {

    private static ConfigurableApplicationContext service;
    private static Transactions transactions;
    private static JdbcClient jdbc;

    private final AtomicInteger attempts = new AtomicInteger();

    @BeforeAll
    static void startTheService() {
        service = SampleApplication.start(ThrowawayPostgres.create("transactions_tests"), Map.of());
        transactions = service.getBean(Transactions.class);
        jdbc = service.getBean(JdbcClient.class);
    }

    @AfterAll
    static void stopTheService() {
        service.close();
    }

    @BeforeEach
    void fillAccounts() {
        jdbc.sql("DELETE FROM account WHERE id > 3").update();
        jdbc.sql("UPDATE account SET balance = 100").update();
    }

    @Test
    void workIsCommittedAndItsResultGivenBack() {
        assertThat(transactions.<Integer>call(() -> add(1, 5))).isOne();
        transactions.run(() -> add(1, 5));

        assertThat(balance(1)).isEqualTo(110);
    }

    @Test
    void aFailureRollsBackAndIsNotTriedAgain() {
        assertThatThrownBy(() -> transactions.run(() -> {
                    attempts.incrementAndGet();
                    add(1, 5);
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(balance(1)).isEqualTo(100);
        assertThat(attempts).hasValue(1);
    }

    @Test
    void aLostUpdateIsTriedAgain() {
        transactions.run(() -> {
            jdbc.sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").update();
            long seen = balance(1);
            if (attempts.incrementAndGet() == 1) {
                inAnotherSession(() -> add(1, 7));
            }
            jdbc.sql("UPDATE account SET balance = :balance WHERE id = 1")
                    .param("balance", seen + 1)
                    .update();
        });

        assertThat(attempts).hasValue(2);
        assertThat(balance(1)).isEqualTo(108);
    }

    @Test
    void aConflictFoundOnlyAtTheCommitIsTriedAgain() throws Exception {
        CyclicBarrier bothHaveRead = new CyclicBarrier(2);
        AtomicInteger readers = new AtomicInteger();
        // Write skew: each empties its own account if the sum stays at least 100.
        Runnable first = () -> withdrawIfTheSumAllows(1, readers, bothHaveRead);
        Runnable second = () -> withdrawIfTheSumAllows(2, readers, bothHaveRead);

        CompletableFuture.allOf(concurrently(first), concurrently(second)).get(20, TimeUnit.SECONDS);

        assertThat(attempts).hasValueGreaterThan(2);
        assertThat(balance(1) + balance(2)).isEqualTo(100);
    }

    @Test
    void theVictimOfADeadlockIsTriedAgain() throws Exception {
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);

        CompletableFuture.allOf(
                        concurrently(() -> lockBoth(1, 2, bothHoldOne)),
                        concurrently(() -> lockBoth(2, 1, bothHoldOne)))
                .get(20, TimeUnit.SECONDS);

        assertThat(attempts).hasValue(3);
        assertThat(balance(1)).isEqualTo(102);
        assertThat(balance(2)).isEqualTo(102);
    }

    @Test
    void aConflictThatStaysIsToldAfterThreeTries() {
        assertThatThrownBy(() -> transactions.run(() -> {
                    attempts.incrementAndGet();
                    jdbc.sql("DO $$ BEGIN RAISE EXCEPTION 'conflict' USING ERRCODE = 'serialization_failure'; END $$")
                            .update();
                }))
                .isInstanceOf(PessimisticLockingFailureException.class);

        assertThat(attempts).hasValue(3);
    }

    @Test
    void aBrokenConstraintIsNotTriedAgain() {
        assertThatThrownBy(() -> transactions.run(() -> {
                    attempts.incrementAndGet();
                    jdbc.sql("INSERT INTO account (id, balance) VALUES (1, 0)").update();
                }))
                .isInstanceOf(DuplicateKeyException.class);
        assertThatThrownBy(() -> transactions.run(() -> {
                    attempts.incrementAndGet();
                    add(1, -1_000);
                }))
                .isInstanceOf(DataIntegrityViolationException.class);

        assertThat(attempts).hasValue(2);
    }

    @Test
    void aStatementThatTakesTooLongIsNotTriedAgain() {
        assertThatThrownBy(() -> transactions.run(() -> {
                    attempts.incrementAndGet();
                    jdbc.sql("SET LOCAL statement_timeout = 20").update();
                    jdbc.sql("SELECT pg_sleep(5)").query().listOfRows();
                }))
                .isInstanceOf(QueryTimeoutException.class);

        assertThat(attempts).hasValue(1);
    }

    @Test
    void insideOfATransactionItJoinsAndLeavesTheRetryToTheOutermost() {
        AtomicInteger outer = new AtomicInteger();

        transactions.run(() -> {
            outer.incrementAndGet();
            add(1, 1);
            transactions.run(() -> {
                if (attempts.incrementAndGet() == 1) {
                    jdbc.sql("DO $$ BEGIN RAISE EXCEPTION 'conflict' USING ERRCODE = 'deadlock_detected'; END $$")
                            .update();
                }
                add(1, 1);
            });
        });

        assertThat(outer).hasValue(2);
        assertThat(attempts).hasValue(2);
        assertThat(balance(1)).isEqualTo(102);
    }

    @Test
    void whatRunsSeparatelyStaysWhenTheOtherRollsBack() {
        assertThatThrownBy(() -> transactions.run(() -> {
                    add(1, 1);
                    transactions.callSeparately(() -> add(2, 1));
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(balance(1)).isEqualTo(100);
        assertThat(balance(2)).isEqualTo(101);
    }

    @Test
    void aReadCannotWrite() {
        assertThatThrownBy(() -> transactions.read(() -> add(1, 1))).hasMessageContaining("read-only transaction");
    }

    private void withdrawIfTheSumAllows(long account, AtomicInteger readers, CyclicBarrier bothHaveRead) {
        transactions.run(() -> {
            attempts.incrementAndGet();
            jdbc.sql("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE").update();
            long sum = jdbc.sql("SELECT sum(balance) FROM account WHERE id IN (1, 2)")
                    .query(Long.class)
                    .single();
            if (readers.incrementAndGet() <= 2) {
                await(bothHaveRead);
            }
            if (sum >= 200) {
                add(account, -100);
            }
        });
    }

    private void lockBoth(long first, long second, CyclicBarrier bothHoldOne) {
        AtomicInteger own = new AtomicInteger();
        transactions.run(() -> {
            attempts.incrementAndGet();
            add(first, 1);
            if (own.incrementAndGet() == 1) {
                await(bothHoldOne);
            }
            add(second, 1);
        });
    }

    private static void inAnotherSession(Runnable work) {
        concurrently(work).orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static CompletableFuture<Void> concurrently(Runnable work) {
        return CompletableFuture.runAsync(work, Thread::startVirtualThread);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static int add(long account, long amount) {
        return jdbc.sql("UPDATE account SET balance = balance + :amount WHERE id = :id")
                .param("amount", amount)
                .param("id", account)
                .update();
    }

    private static long balance(long account) {
        return jdbc.sql("SELECT balance FROM account WHERE id = :id")
                .param("id", account)
                .query(Long.class)
                .single();
    }
}
