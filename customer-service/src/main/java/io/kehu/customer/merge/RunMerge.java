package io.kehu.customer.merge;

import io.kehu.starter.database.Transactions;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Carries a merge from service to service, and back when it is refused or undone. What a service is asked for is written down first, and
 * what came of it afterwards; whoever takes over from somebody who died asks again, and every service answers the same twice.
 */
@Component
class RunMerge {

    private static final Logger log = LoggerFactory.getLogger(RunMerge.class);

    private final CustomerMerges merges;
    private final TakenSteps steps;
    private final Map<MergeStep, Participant> participants = new EnumMap<>(MergeStep.class);
    private final MergedRecords records;
    private final Transactions transactions;

    RunMerge(
            CustomerMerges merges,
            TakenSteps steps,
            List<Participant> participants,
            MergedRecords records,
            Transactions transactions) {
        this.merges = merges;
        this.steps = steps;
        participants.forEach(participant -> this.participants.put(participant.step(), participant));
        this.records = records;
        this.transactions = transactions;
    }

    /** A service could not be asked; to be tried again. */
    static final class NotNowException extends RuntimeException {

        private static final long serialVersionUID = 1;

        NotNowException(MergeStep step, RuntimeException cause) {
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
        while (true) {
            CustomerMerge merge = merges.find(id).orElse(null);
            if (merge == null || !merge.state().isRunning()) {
                return true;
            }
            if (!goOn.getAsBoolean()) {
                return false;
            }
            if (merge.state().goesBack()) {
                back(merge);
            } else {
                forth(merge);
            }
        }
    }

    private void forth(CustomerMerge merge) {
        MergeStep next = steps.of(merge.id()).stream()
                .filter(step -> step.state() == StepState.PENDING || step.state() == StepState.ASKED)
                .map(TakenStep::step)
                .findFirst()
                .orElse(null);
        if (next == null) {
            inState(merge, () -> merges.finish(merge.id(), MergeState.MERGED, List.of()));
            return;
        }
        inState(merge, () -> steps.asked(merge.id(), next));
        try {
            List<TakenStep.Item> items = participant(next).merge(merge);
            inState(merge, () -> steps.done(merge.id(), next, items));
        } catch (Participant.RefusedException e) {
            log.info("Merge {} is refused by {}: {}", merge.id(), next, e.code());
            inState(merge, () -> {
                steps.refused(merge.id(), next);
                merges.refuse(merge.id(), next.name().toLowerCase(Locale.ROOT) + ":" + e.code());
            });
        } catch (RuntimeException e) {
            throw failed(merge, next, e);
        }
    }

    private void back(CustomerMerge merge) {
        List<TakenStep> taken = steps.of(merge.id()).reversed();
        MergeStep next = taken.stream()
                .filter(step -> step.state() != StepState.PENDING && step.state() != StepState.UNDONE)
                .map(TakenStep::step)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The records are the last step back"));
        try {
            if (next == MergeStep.CUSTOMER) {
                records.unmerge(merge);
                return;
            }
            Participant.Undone undone = participant(next).undo(merge);
            inState(merge, () -> steps.undone(merge.id(), next, undone));
        } catch (RuntimeException e) {
            throw failed(merge, next, e);
        }
    }

    private Participant participant(MergeStep step) {
        Participant participant = participants.get(step);
        if (participant == null) {
            throw new IllegalStateException("Nobody takes part in " + step);
        }
        return participant;
    }

    private NotNowException failed(CustomerMerge merge, MergeStep step, RuntimeException e) {
        log.warn("Merge {} waits for {}: {}", merge.id(), step, e.toString());
        String failure = e instanceof Participant.RefusedException refused ? refused.code() : "unavailable";
        transactions.run(() -> steps.failed(merge.id(), step, failure));
        return new NotNowException(step, e);
    }

    /** Unless somebody else has moved the merge on meanwhile. */
    private void inState(CustomerMerge merge, Runnable effect) {
        transactions.run(() -> {
            MergeState now = merges.lock(merge.id()).map(CustomerMerge::state).orElse(null);
            if (now == merge.state()) {
                effect.run();
            }
        });
    }
}
