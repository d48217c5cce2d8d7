package io.kehu.identity.number;

import io.kehu.identity.scheme.Scheme;
import io.kehu.identity.scheme.SchemeCode;
import io.kehu.identity.scheme.Schemes;
import io.kehu.identity.scheme.Template;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Issues numbers that nobody ever had, each durable before it is told. */
@Component
class IssueNumbers {

    private final Schemes schemes;
    private final IssueQueue queue;
    private final Clock clock;

    IssueNumbers(Schemes schemes, IssueQueue queue, Clock clock) {
        this.schemes = schemes;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * Who asks.
     *
     * @param issuedBy for whom
     * @param request the caller's key made one id with the caller, where it gave one
     */
    record Asker(String issuedBy, @Nullable UUID request) {

        /** @param key as the caller sent it */
        static Asker of(String caller, String issuedBy, @Nullable String key) {
            return new Asker(issuedBy, key == null ? null : id(caller + "\0" + key));
        }

        private static UUID id(String text) {
            try {
                ByteBuffer digest = ByteBuffer.wrap(
                        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
                return new UUID(digest.getLong(), digest.getLong());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java has SHA-256", e);
            }
        }
    }

    /** Numbers in the order of their sequences. */
    record Issued(List<CustomerNumber> numbers, @Nullable Instant reservedUntil, boolean replayed) {}

    /** @param reservedFor how long a reservation holds; null for numbers that are active at once */
    Issued issue(SchemeCode code, @Nullable String branch, int count, @Nullable Duration reservedFor, Asker asker) {
        Scheme scheme = schemes.required(code);
        scheme.mustIssue();
        Instant now = clock.instant();
        String used = scheme.template().branchWidth() > 0 ? branch : null;
        Template.Context asked = scheme.context(now, used);
        Order order = new Order(
                scheme, asked, scheme.partition(asked), count, reservedFor, asker.issuedBy(), asker.request(), now);
        IssueRuns.Answer.Issued issued = queue.issue(order);
        NumberRuns.Run run = issued.run();
        Template.Context context = scheme.context(run.issuedAt(), used);
        List<CustomerNumber> numbers = scheme.formatter(context).format(run.fromSequence(), run.toSequence()).stream()
                .map(formatted -> new CustomerNumber(formatted.canonical(), formatted.display()))
                .toList();
        Instant until = reservedFor == null ? null : run.issuedAt().plus(reservedFor);
        return new Issued(numbers, until, issued.replayed());
    }
}
