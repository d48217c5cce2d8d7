package io.kehu.customer.job;

import io.kehu.starter.database.Transactions;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Transactions of jobs that write hundreds of rows. Connections plan every statement for its values, which searches need; but then the
 * checks of foreign keys are planned for every row as well, and cost more than the row. Here they are planned once.
 */
@Component
public class BatchTransactions {

    private final Transactions transactions;
    private final JdbcClient jdbc;

    BatchTransactions(Transactions transactions, JdbcClient jdbc) {
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    /** As {@link Transactions#call}. */
    public <T> T call(Supplier<T> work) {
        return transactions.call(() -> {
            jdbc.sql("SET LOCAL plan_cache_mode = auto").update();
            return work.get();
        });
    }

    /** As {@link Transactions#run}. */
    public void run(Runnable work) {
        call(() -> {
            work.run();
            return Boolean.TRUE;
        });
    }
}
