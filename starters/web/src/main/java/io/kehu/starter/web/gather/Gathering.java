package io.kehu.starter.web.gather;

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
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Lets requests that arrive together share one commit: while one transaction is being made durable the next ones gather. A lone request
 * waits for nobody.
 *
 * @param <Q> request
 * @param <A> answer
 */
public final class Gathering<Q, A> implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Gathering.class);
    private static final int LONGEST = 10_000;
    private static final int MOST_TOGETHER = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration BUSY_RETRY = Duration.ofSeconds(1);
    private static final Duration TAKE_TIMEOUT = Duration.ofMillis(500);

    private final String name;
    private final Serving<Q, A> serving;
    private final BlockingQueue<Ticket<Q, A>> waiting = new ArrayBlockingQueue<>(LONGEST);
    private volatile boolean running;
    private volatile Thread worker = Thread.currentThread();

    /** @param name of the thread that serves */
    public Gathering(String name, Serving<Q, A> serving) {
        this.name = name;
        this.serving = serving;
    }

    private record Ticket<Q, A>(Q request, CompletableFuture<A> answer) {}

    /**
     * Waits for the answer.
     *
     * @throws ProblemException 503 when too many wait, or when it takes too long: a key makes a repeat safe
     * @throws RuntimeException as the serving throws for this request
     */
    public A call(Q request) {
        Ticket<Q, A> ticket = new Ticket<>(request, new CompletableFuture<>());
        if (!waiting.offer(ticket)) {
            throw busy();
        }
        try {
            return ticket.answer().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
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
        worker = Thread.ofPlatform().name(name).daemon().start(this::run);
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

    /** Later than the web server, which answers what it took on before it ends. */
    @Override
    public int getPhase() {
        return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        List<Ticket<Q, A>> taken = new ArrayList<>();
        while (running || !waiting.isEmpty()) {
            try {
                Ticket<Q, A> first = waiting.poll(TAKE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    taken.add(first);
                    waiting.drainTo(taken, MOST_TOGETHER - 1);
                    byCommit(taken).forEach(this::serve);
                }
            } catch (InterruptedException e) {
                running = false;
            } catch (RuntimeException e) {
                log.error("{} failed and goes on", name, e);
                taken.forEach(ticket -> ticket.answer().completeExceptionally(e));
            } finally {
                taken.clear();
            }
        }
    }

    /** A repeat goes into a later group and meets the answer of the first. */
    private List<List<Ticket<Q, A>>> byCommit(List<Ticket<Q, A>> taken) {
        List<List<Ticket<Q, A>>> groups = new ArrayList<>();
        Deque<Ticket<Q, A>> left = new ArrayDeque<>(taken);
        while (!left.isEmpty()) {
            Ticket<Q, A> first = left.removeFirst();
            Object commit = serving.commitOf(first.request());
            List<Ticket<Q, A>> group = new ArrayList<>(List.of(first));
            Set<Object> keys = new HashSet<>();
            addKey(keys, first);
            for (Iterator<Ticket<Q, A>> others = left.iterator(); others.hasNext(); ) {
                Ticket<Q, A> other = others.next();
                if (commit.equals(serving.commitOf(other.request())) && addKey(keys, other)) {
                    group.add(other);
                    others.remove();
                }
            }
            groups.add(group);
        }
        return groups;
    }

    private boolean addKey(Set<Object> keys, Ticket<Q, A> ticket) {
        Object key = serving.onceOf(ticket.request());
        return key == null || keys.add(key);
    }

    /** A group that cannot be served as a whole is served one by one, so that each gets its own answer. */
    private void serve(List<Ticket<Q, A>> group) {
        try {
            List<A> answers = serving.serve(group.stream().map(Ticket::request).toList());
            for (int i = 0; i < group.size(); i++) {
                group.get(i).answer().complete(answers.get(i));
            }
        } catch (RuntimeException e) {
            if (group.size() == 1 || isOfAll(e)) {
                group.forEach(ticket -> ticket.answer().completeExceptionally(e));
            } else {
                group.forEach(ticket -> serve(List.of(ticket)));
            }
        }
    }

    /** What one request cannot be the cause of, such as a database that is away: trying each would take many times as long. */
    private static boolean isOfAll(RuntimeException e) {
        return e instanceof TransactionException
                || e instanceof TransientDataAccessException
                || e instanceof DataAccessResourceFailureException;
    }

    private static ProblemException busy() {
        return new ProblemException(CommonProblem.UNAVAILABLE).retryAfter(BUSY_RETRY);
    }
}
