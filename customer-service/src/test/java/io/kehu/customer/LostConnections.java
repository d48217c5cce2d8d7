package io.kehu.customer;

import static org.awaitility.Awaitility.await;

import io.kehu.starter.database.Transactions;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Takes the database away from whoever is writing to a table, in the middle of their transaction. */
public final class LostConnections {

    private final JdbcClient jdbc;
    private final Transactions transactions;

    public LostConnections(JdbcClient jdbc, Transactions transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** Waits until the work has come to the table, and ends its connection there. */
    public void whileWriting(String table, Runnable work) {
        transactions.run(() -> {
            jdbc.sql("LOCK TABLE " + table + " IN SHARE MODE").update();
            work.run();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> jdbc.sql("""
                                    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                                    WHERE datname = current_database() AND wait_event_type = 'Lock'
                                        AND query LIKE '%' || :table || '%'
                                    """)
                                    .param("table", table)
                                    .query(Long.class)
                                    .single()
                            > 0);
        });
    }
}
