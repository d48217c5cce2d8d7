package io.kehu.starter.database;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs work in a transaction and runs it again, whole, when PostgreSQL broke it off because of a deadlock or a serialisation conflict.
 * Inside a running transaction it joins and does not retry: only the outermost caller can.
 */
public final class Transactions {

    private static final int ATTEMPTS = 3;
    private static final long BACK_OFF_NANOS = 10_000_000;

    private final TransactionTemplate required;
    private final TransactionTemplate separate;
    private final TransactionTemplate readOnly;

    public Transactions(PlatformTransactionManager transactionManager) {
        this.required = new TransactionTemplate(transactionManager);
        this.separate = new TransactionTemplate(transactionManager);
        this.separate.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.readOnly = new TransactionTemplate(transactionManager);
        this.readOnly.setReadOnly(true);
    }

    public <T> T call(Supplier<T> work) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return work.get();
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return execute(required, work);
            } catch (PessimisticLockingFailureException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                LockSupport.parkNanos(
                        BACK_OFF_NANOS * attempt + ThreadLocalRandom.current().nextLong(BACK_OFF_NANOS));
            }
        }
    }

    public void run(Runnable work) {
        call(() -> {
            work.run();
            return Boolean.TRUE;
        });
    }

    /** In a transaction of its own even inside another one, for what must stay when the other rolls back. */
    public <T> T callSeparately(Supplier<T> work) {
        return execute(separate, work);
    }

    /** Several reads, each with the snapshot of its statement. */
    public <T> T read(Supplier<T> work) {
        return execute(readOnly, work);
    }

    @SuppressWarnings("NullAway") // The template returns what the work returned; our work never returns null.
    private static <T> T execute(TransactionTemplate template, Supplier<T> work) {
        return template.execute(status -> work.get());
    }
}
