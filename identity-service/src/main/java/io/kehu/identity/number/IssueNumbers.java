package io.kehu.identity.number;

import io.kehu.identity.scheme.Scheme;
import io.kehu.identity.scheme.SchemeCode;
import io.kehu.identity.scheme.Schemes;
import io.kehu.identity.scheme.Template;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.gather.Gathering;
import io.kehu.starter.web.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Issues numbers that nobody ever had, each durable before it is told. */
@Component
class IssueNumbers {

    private final Schemes schemes;
    private final Gathering<Order, IssueRuns.Answer> queue;
    private final Clock clock;

    IssueNumbers(Schemes schemes, Gathering<Order, IssueRuns.Answer> queue, Clock clock) {
        this.schemes = schemes;
        this.queue = queue;
        this.clock = clock;
    }

    /** @param replayed whether they were issued for an earlier call with the same key */
    record Issued(Allocation allocation, boolean replayed) {

        ResponseEntity<Allocation> response() {
            ResponseEntity.BodyBuilder answer = ResponseEntity.status(HttpStatus.CREATED);
            if (replayed) {
                answer.header("Idempotency-Replayed", "true");
            }
            return answer.body(allocation);
        }
    }

    /**
     * Makes an order of a request that is well-formed.
     *
     * @param key as the caller sent it
     * @throws ProblemException when there is no such scheme, it issues nothing, or the branch is not one of its own
     */
    Order order(AllocationRequest request, Caller caller, @Nullable String key) {
        Scheme scheme = schemes.required(new SchemeCode(request.scheme()));
        scheme.mustIssue();
        Instant now = clock.instant();
        Template.Context context = scheme.context(now, scheme.template().branchWidth() > 0 ? request.branch() : null);
        return new Order(
                scheme,
                context,
                scheme.partition(context),
                request.wanted(),
                request.reservation(),
                caller.originatingSubject(),
                key == null ? null : id(caller.subject() + "\0" + key),
                now);
    }

    /** @throws ProblemException when fewer numbers are left, the key was used for another order, too many wait or it takes too long */
    Issued issue(Order order) {
        IssueRuns.Answer.Issued answer =
                switch (queue.call(order)) {
                    case IssueRuns.Answer.Issued issued -> issued;
                    case IssueRuns.Answer.Refused refused -> throw refused.problem();
                };
        NumberRuns.Run run = answer.run();
        Scheme scheme = order.scheme();
        String branch = order.context().branch();
        // A repeat gets the numbers as they were made, perhaps last year.
        Template.Context made = scheme.context(run.issuedAt(), branch.isEmpty() ? null : branch);
        AllocatedNumbers numbers = new AllocatedNumbers(scheme.formatter(made), run.fromSequence(), run.toSequence());
        Instant until = order.reservedFor() == null ? null : run.issuedAt().plus(order.reservedFor());
        return new Issued(new Allocation(scheme.code().value(), numbers, until), answer.replayed());
    }

    private static UUID id(String text) {
        try {
            ByteBuffer digest =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
            return new UUID(digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
