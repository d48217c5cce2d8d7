package io.kehu.identity.number;

import io.kehu.starter.database.Transactions;
import io.kehu.starter.messaging.Outbox;
import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.LongStream;
import org.springframework.stereotype.Component;

/** Issues the numbers of many orders of one partition in one transaction: one counter moves, one statement writes their runs. */
@Component
class IssueRuns {

    private final Partitions partitions;
    private final NumberRuns runs;
    private final NumberLives lives;
    private final Outbox outbox;
    private final Transactions transactions;

    IssueRuns(Partitions partitions, NumberRuns runs, NumberLives lives, Outbox outbox, Transactions transactions) {
        this.partitions = partitions;
        this.runs = runs;
        this.lives = lives;
        this.outbox = outbox;
        this.transactions = transactions;
    }

    /** What an order got. */
    sealed interface Answer {

        /** @param replayed whether it was issued for an earlier call with the same key */
        record Issued(NumberRuns.Run run, boolean replayed) implements Answer {}

        record Refused(ProblemException problem) implements Answer {}
    }

    /**
     * Issues for all or none.
     *
     * @param orders of one scheme and partition, each request key at most once
     * @return the answers, in the order of the orders
     * @throws ProblemException 409 when fewer numbers are left than are wanted together, or the scheme is frozen
     */
    List<Answer> issue(List<Order> orders) {
        return transactions.call(() -> {
            Map<UUID, NumberRuns.Run> known = runs.answering(
                    orders.stream().map(Order::request).filter(Objects::nonNull).toList());
            List<Order> open = orders.stream()
                    .filter(order -> !known.containsKey(order.request()))
                    .toList();
            List<NumberRuns.Run> issued = open.isEmpty() ? List.of() : write(open);
            List<Answer> answers = new ArrayList<>();
            int next = 0;
            for (Order order : orders) {
                NumberRuns.Run before = known.get(order.request());
                answers.add(before == null ? new Answer.Issued(issued.get(next++), false) : replay(order, before));
            }
            return answers;
        });
    }

    private static Answer replay(Order order, NumberRuns.Run before) {
        return order.isAnsweredBy(before)
                ? new Answer.Issued(before, true)
                : new Answer.Refused(new ProblemException(CommonProblem.IDEMPOTENCY_KEY_REUSED));
    }

    private List<NumberRuns.Run> write(List<Order> orders) {
        Order any = orders.getFirst();
        long total = orders.stream().mapToLong(Order::count).sum();
        long next = partitions.take(any.scheme(), any.partition(), total);
        List<NumberRuns.Run> issued = new ArrayList<>();
        for (Order order : orders) {
            issued.add(new NumberRuns.Run(
                    order.scheme().code(),
                    order.partition(),
                    order.context().branch(),
                    next,
                    next + order.count() - 1,
                    order.at().truncatedTo(ChronoUnit.MICROS),
                    order.issuedBy(),
                    order.mode(),
                    order.request()));
            next += order.count();
        }
        runs.add(issued);
        reserve(orders, issued);
        outbox.append(NumbersAllocated.of(any.scheme(), any.partition(), issued));
        return issued;
    }

    private void reserve(List<Order> orders, List<NumberRuns.Run> issued) {
        List<Life> reserved = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            Order order = orders.get(i);
            NumberRuns.Run run = issued.get(i);
            if (order.reservedFor() != null) {
                LongStream.rangeClosed(run.fromSequence(), run.toSequence())
                        .mapToObj(sequence -> Life.reserved(
                                order.scheme().format(sequence, order.context()).canonical(),
                                new NumberRuns.Position(run.scheme(), run.partition(), sequence),
                                order.at().plus(order.reservedFor())))
                        .forEach(reserved::add);
            }
        }
        if (!reserved.isEmpty()) {
            lives.add(reserved, orders.getFirst().at());
        }
    }
}
