package io.kehu.customer.erasure;

import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Customers;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.erasing.ErasureItem;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Carries an erasure from service to service. There is no way back: who takes over from somebody who died asks again, and goes on. */
@Component
class RunErasure {

    private static final Logger log = LoggerFactory.getLogger(RunErasure.class);

    private final CustomerErasures erasures;
    private final ErasureSteps steps;
    private final Erasers erasers;
    private final Customers customers;
    private final ErasureEvents events;
    private final Transactions transactions;
    private final Clock clock;

    RunErasure(
            CustomerErasures erasures,
            ErasureSteps steps,
            Erasers erasers,
            Customers customers,
            ErasureEvents events,
            Transactions transactions,
            Clock clock) {
        this.erasures = erasures;
        this.steps = steps;
        this.erasers = erasers;
        this.customers = customers;
        this.events = events;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** A service could not be asked; to be tried again. */
    static final class NotNowException extends RuntimeException {

        private static final long serialVersionUID = 1;

        NotNowException(ErasureStep step, RuntimeException cause) {
            super(step + " could not be asked", cause);
        }
    }

    /**
     * Goes on as far as it can.
     *
     * @param goOn asked between steps
     * @return false when it was stopped before the end
     * @throws NotNowException when a service cannot be asked
     */
    boolean run(UUID id, BooleanSupplier goOn) {
        CustomerErasure erasure = erasures.find(id).orElse(null);
        if (erasure == null || erasure.state() != ErasureState.ERASING) {
            return true;
        }
        for (TakenErasureStep taken : steps.of(id)) {
            if (!taken.done()) {
                if (!goOn.getAsBoolean()) {
                    return false;
                }
                take(erasure, taken.step());
            }
        }
        return true;
    }

    private void take(CustomerErasure erasure, ErasureStep step) {
        List<String> numbers =
                erasure.numbers().stream().map(CustomerNumber::value).toList();
        try {
            if (step == ErasureStep.CUSTOMER) {
                transactions.run(() -> finish(erasure, erasers.of(step).erase(erasure.id(), numbers)));
            } else {
                List<ErasureItem> items = erasers.of(step).erase(erasure.id(), numbers);
                transactions.run(() -> steps.done(erasure.id(), step, items));
            }
        } catch (RuntimeException e) {
            log.warn("Erasure {} waits for {}: {}", erasure.id(), step, e.toString());
            transactions.run(() -> steps.failed(erasure.id(), step, "unavailable"));
            throw new NotNowException(step, e);
        }
    }

    /** In the transaction that erases the record, which is the last one: either all of it happens or nothing. */
    private void finish(CustomerErasure erasure, List<ErasureItem> items) {
        boolean running = erasures.lock(erasure.id())
                .filter(current -> current.state() == ErasureState.ERASING)
                .isPresent();
        if (running) {
            steps.done(erasure.id(), ErasureStep.CUSTOMER, items);
            erasures.finish(erasure.id(), clock.instant());
            events.erased(
                    erasure,
                    customers.find(erasure.number()).map(Customer::version).orElse(1L));
        }
    }
}
