package io.kehu.starter.merging.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.starter.database.Transactions;
import io.kehu.starter.merging.MergeProblem;
import io.kehu.starter.merging.MergedNumbers;
import io.kehu.starter.test.contract.AccessContract;
import io.kehu.starter.test.contract.CatalogueContract;
import io.kehu.starter.test.contract.ProblemContract;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What the database refuses by itself, and what the starter brings. */
class MergeTablesTests extends MergingTest {

    @Autowired
    private Transactions transactions;

    @Autowired
    private MergedNumbers numbers;

    @Autowired
    private ApplicationContext context;

    private final String a = number();
    private final String b = number();
    private final String c = number();

    @Test
    void circlesAreRefused() {
        point(a, b);
        assertThatThrownBy(() -> point(b, a)).hasStackTraceContaining("the survivor is merged itself");
        point(b, c);
        assertThatThrownBy(() -> point(c, a)).hasStackTraceContaining("the survivor is merged itself");
        assertThatThrownBy(() -> point(c, c)).hasStackTraceContaining("merge_survivor_is_no_loser");
        assertThat(numbers.family(a)).containsExactly(c, b, a);
    }

    @Test
    void circlesWithinOneStatementAreRefused() {
        assertThatThrownBy(() -> transactions.run(() -> {
                    UUID one = journal(b, a);
                    UUID other = journal(a, b);
                    jdbc.sql("""
                                    INSERT INTO merged_number (number, living_into, merge_id, merged_at)
                                    VALUES (:a, :b, :one, now()), (:b, :a, :other, now())
                                    """)
                            .param("a", a)
                            .param("b", b)
                            .param("one", one)
                            .param("other", other)
                            .update();
                }))
                .hasStackTraceContaining("the survivor is merged itself");
    }

    @Test
    void aNumberIsMergedOnceAtATime() {
        point(a, b);
        assertThatThrownBy(() -> point(a, c)).hasStackTraceContaining("merged_number_pk");
    }

    @Test
    void theMiddleOfAChainIsNotTakenOut() {
        UUID first = point(a, b);
        point(b, c);
        assertThatThrownBy(() -> undo(first)).hasStackTraceContaining("the survivor is merged itself");
    }

    @Test
    void halfAMergeIsRefusedAtTheCommit() {
        assertThatThrownBy(() -> transactions.run(() -> journal(b, a))).hasStackTraceContaining("half a merge");
        UUID whole = point(a, b);
        assertThatThrownBy(() -> jdbc.sql("DELETE FROM merged_number WHERE merge_id = :id")
                        .param("id", whole)
                        .update())
                .hasStackTraceContaining("half a merge");
        assertThatThrownBy(() -> transactions.run(() -> close(whole))).hasStackTraceContaining("half a merge");
        assertThatCode(() -> undo(whole)).doesNotThrowAnyException();
    }

    @Test
    void aNumberIsMergedOnlyAsItsJournalSays() {
        assertThatThrownBy(() -> transactions.run(() -> add(a, c, journal(b, a))))
                .hasStackTraceContaining("the journal says otherwise");
        assertThatThrownBy(() -> transactions.run(() -> add(c, b, journal(b, a))))
                .hasStackTraceContaining("the journal says otherwise");
    }

    @Test
    void theJournalIsKept() {
        UUID merged = point(a, b);
        assertThatThrownBy(() -> jdbc.sql("DELETE FROM merge WHERE id = :id")
                        .param("id", merged)
                        .update())
                .hasStackTraceContaining("permission denied");
        assertThatThrownBy(() -> jdbc.sql("UPDATE merged_number SET living_into = :c WHERE number = :a")
                        .param("a", a)
                        .param("c", c)
                        .update())
                .hasStackTraceContaining("permission denied");
        assertThatThrownBy(() -> jdbc.sql("UPDATE merge SET survivor = :c WHERE id = :id")
                        .param("id", merged)
                        .param("c", c)
                        .update())
                .hasStackTraceContaining("a merge only gets undone");
        undo(merged);
        assertThatThrownBy(() -> jdbc.sql("UPDATE merge SET state = 'MERGED', undone_at = NULL WHERE id = :id")
                        .param("id", merged)
                        .update())
                .hasStackTraceContaining("a merge only gets undone");
    }

    @Test
    void nobodyIsTheLivingNumberOfNobody() {
        assertThat(jdbc.sql("SELECT living_number(NULL) IS NULL")
                        .query(Boolean.class)
                        .single())
                .isTrue();
        assertThat(jdbc.sql("SELECT 'KH00' = ANY (number_family(NULL)) IS NULL")
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void theFamilyIsAskedForOnceAndFoundByTheIndex() {
        point(a, b);
        jdbc.sql("INSERT INTO note (number) SELECT 'N' || n FROM generate_series(100000, 120000) AS n")
                .update();
        note(a);
        String plan = String.join(
                "\n", jdbc.sql("""
                        EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF)
                        SELECT id FROM note WHERE number = ANY (number_family(:number)) ORDER BY id DESC LIMIT 50
                        """).param("number", b).query(String.class).list());
        assertThat(plan).contains("note_number_idx").contains("Index Cond").doesNotContain("Filter");
    }

    @Test
    void whoHoldsTheNumbersKeepsMergesWaiting() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            Future<?> holder = threads.submit(() -> transactions.run(() -> {
                numbers.hold();
                held.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
            held.await();
            threads.submit(() -> transactions.run(numbers::hold)).get();
            Future<Answer> merge = threads.submit(() -> merge(UUID.randomUUID(), b, a));
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(this::somebodyWaits);
            assertThat(merge.isDone()).isFalse();
            assertThat(pointers(a)).isEmpty();
            release.countDown();
            holder.get();
            assertThat(merge.get().status()).isEqualTo(200);
        }
    }

    @Test
    void everyOperationHasItsRuleAndEveryColumnItsClass() {
        AccessContract.verify(context);
        CatalogueContract.verify(context);
    }

    @Test
    void theProblemsAreComplete() {
        ProblemContract.verify("kehu/merging-problems", MergeProblem.values());
    }

    private boolean somebodyWaits() {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT FROM pg_locks
                            WHERE locktype = 'advisory' AND NOT granted
                                AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
                        """).query(Boolean.class).single();
    }

    private UUID point(String number, String into) {
        return transactions.call(() -> {
            UUID id = journal(into, number);
            add(number, into, id);
            return id;
        });
    }

    private UUID journal(String survivor, String loser) {
        UUID id = UUID.randomUUID();
        jdbc.sql("""
                        INSERT INTO merge (id, survivor, losers, state, items, kept, asked_by, merged_at)
                        VALUES (:id, :survivor, ARRAY[:loser], 'MERGED', '[]', '[]', 'test', now())
                        """)
                .param("id", id)
                .param("survivor", survivor)
                .param("loser", loser)
                .update();
        return id;
    }

    private void add(String number, String into, UUID id) {
        jdbc.sql("""
                        INSERT INTO merged_number (number, living_into, merge_id, merged_at)
                        VALUES (:number, :into, :id, now())
                        """)
                .param("number", number)
                .param("into", into)
                .param("id", id)
                .update();
    }

    private void undo(UUID id) {
        transactions.run(() -> {
            jdbc.sql("DELETE FROM merged_number WHERE merge_id = :id")
                    .param("id", id)
                    .update();
            close(id);
        });
    }

    private void close(UUID id) {
        jdbc.sql("UPDATE merge SET state = 'UNDONE', undone_at = now() WHERE id = :id")
                .param("id", id)
                .update();
    }
}
