package io.kehu.identity.number;

import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/**
 * Lets orders that arrive together share one commit: while one transaction is being made durable the next ones gather. A lone order waits
 * for nobody.
 */
@Component
class IssueQueue implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(IssueQueue.class);
    private static final int LONGEST = 10_000;
    private static final int MOST_TOGETHER = 500;
    private static final int ATTEMPTS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration BUSY_RETRY = Duration.ofSeconds(1);
    private static final Duration TAKE_TIMEOUT = Duration.ofMillis(500);

    private final IssueRuns issueRuns;
    private final BlockingQueue<Ticket> waiting = new ArrayBlockingQueue<>(LONGEST);
    private volatile boolean running;
    private volatile Thread worker = Thread.currentThread();

    IssueQueue(IssueRuns issueRuns) {
        this.issueRuns = issueRuns;
    }

    private record Ticket(Order order, CompletableFuture<IssueRuns.Answer> answer) {

        boolean sharesCommitWith(Ticket other) {
            return order.scheme().code().equals(other.order.scheme().code())
                    && order.partition().equals(other.order.partition());
        }
    }

    /** @throws ProblemException what became of the order; 503 when too many wait, or when it takes too long: a key makes a repeat safe */
    IssueRuns.Answer.Issued issue(Order order) {
        Ticket ticket = new Ticket(order, new CompletableFuture<>());
        if (!waiting.offer(ticket)) {
            throw busy();
        }
        try {
            return switch (ticket.answer().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                case IssueRuns.Answer.Issued issued -> issued;
                case IssueRuns.Answer.Refused refused -> throw refused.problem();
            };
        } catch (TimeoutException e) {
            waiting.remove(ticket);
            throw busy();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
    }

    @Override
    public void start() {
        running = true;
        worker = Thread.ofPlatform().name("issue-numbers").daemon().start(this::run);
    }

    /** Answers everybody who waits before it ends. */
    @Override
    public void stop() {
        running = false;
        try {
            worker.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        List<Ticket> taken = new ArrayList<>();
        while (running || !waiting.isEmpty()) {
            try {
                Ticket first = waiting.poll(TAKE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    taken.add(first);
                    waiting.drainTo(taken, MOST_TOGETHER - 1);
                    byCommit(taken).forEach(this::serve);
                }
            } catch (InterruptedException e) {
                running = false;
            } catch (RuntimeException e) {
                log.error("Issuing failed and goes on", e);
                taken.forEach(ticket -> ticket.answer().completeExceptionally(e));
            } finally {
                taken.clear();
            }
        }
    }

    /** Groups of one partition in which no key comes twice; a repeat goes into a later group and meets the answer of the first. */
    private static List<List<Ticket>> byCommit(List<Ticket> taken) {
        List<List<Ticket>> groups = new ArrayList<>();
        Deque<Ticket> left = new ArrayDeque<>(taken);
        while (!left.isEmpty()) {
            List<Ticket> group = new ArrayList<>(List.of(left.removeFirst()));
            Set<UUID> keys = new HashSet<>();
            addKey(keys, group.getFirst());
            for (Iterator<Ticket> others = left.iterator(); others.hasNext(); ) {
                Ticket other = others.next();
                if (group.getFirst().sharesCommitWith(other) && addKey(keys, other)) {
                    group.add(other);
                    others.remove();
                }
            }
            groups.add(group);
        }
        return groups;
    }

    private static boolean addKey(Set<UUID> keys, Ticket ticket) {
        UUID request = ticket.order().request();
        return request == null || keys.add(request);
    }

    /** A group that cannot be served as a whole is served one by one, so that each gets its own answer. */
    private void serve(List<Ticket> group) {
        try {
            List<IssueRuns.Answer> answers =
                    issue(group.stream().map(Ticket::order).toList());
            for (int i = 0; i < group.size(); i++) {
                group.get(i).answer().complete(answers.get(i));
            }
        } catch (ProblemException e) {
            if (group.size() == 1) {
                group.getFirst().answer().complete(new IssueRuns.Answer.Refused(e));
            } else {
                group.forEach(ticket -> serve(List.of(ticket)));
            }
        } catch (RuntimeException e) {
            group.forEach(ticket -> ticket.answer().completeExceptionally(e));
        }
    }

    /** Another instance may be serving the same key: its answer is ours as well. */
    private List<IssueRuns.Answer> issue(List<Order> orders) {
        for (int attempt = 1; ; attempt++) {
            try {
                return issueRuns.issue(orders);
            } catch (DuplicateKeyException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static ProblemException busy() {
        return new ProblemException(CommonProblem.UNAVAILABLE).retryAfter(BUSY_RETRY);
    }
}
