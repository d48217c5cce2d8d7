package io.kehu.starter.web.idempotency;

import io.kehu.starter.database.Transactions;
import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lets a caller repeat a POST safely: the answer is stored under the caller's {@code Idempotency-Key} in the same transaction as the
 * effect. Only successes are stored; a refused request had no effect and may be tried again. Answers must be masked, because they are
 * kept.
 */
public final class IdempotentRequests {

    /** What the header is, for the description of an API. */
    public static final String KEY_HELP = "1 to 255 visible characters, new for each intended effect.";

    static final String HEADER = "Idempotency-Key";
    private static final Duration RUNNING_RETRY = Duration.ofSeconds(1);

    private final StoredAnswers answers;
    private final Transactions transactions;
    private final JsonMapper mapper;

    IdempotentRequests(StoredAnswers answers, Transactions transactions, JsonMapper mapper) {
        this.answers = answers;
        this.transactions = transactions;
        this.mapper = mapper;
    }

    /** Runs the effect once per key, in a transaction. */
    public <T> ResponseEntity<T> once(Supplier<ResponseEntity<T>> effect) {
        return once(() -> Boolean.TRUE, ignored -> effect.get());
    }

    /** As {@link #once(Supplier)}, for ledgers: a request without a key is refused with 428. */
    public <T> ResponseEntity<T> onceWithKey(Supplier<ResponseEntity<T>> effect) {
        if (currentKey().isEmpty()) {
            throw new ProblemException(CommonProblem.IDEMPOTENCY_KEY_REQUIRED);
        }
        return once(effect);
    }

    /**
     * Runs a preparation outside of the transaction, such as a call to a peer that itself is safe to repeat, and then the effect
     * inside. No connection is held during the preparation.
     */
    public <P, T> ResponseEntity<T> once(Supplier<P> preparation, Function<P, ResponseEntity<T>> effect) {
        HttpServletRequest request = currentRequest();
        RequestKey key = key(request);
        if (key == null) {
            P prepared = preparation.get();
            return transactions.call(() -> effect.apply(prepared));
        }
        Optional<StoredAnswer> before = answers.find(key);
        if (before.isPresent()) {
            return replay(before.get(), request);
        }
        P prepared = preparation.get();
        return transactions.call(() -> {
            if (!answers.tryLock(key)) {
                throw new ProblemException(CommonProblem.REQUEST_RUNNING).retryAfter(RUNNING_RETRY);
            }
            Optional<StoredAnswer> meanwhile = answers.find(key);
            if (meanwhile.isPresent()) {
                return replay(meanwhile.get(), request);
            }
            ResponseEntity<T> response = effect.apply(prepared);
            answers.store(key, BodyDigest.of(request), response, mapper);
            return response;
        });
    }

    /** The key of the current request in a form that peers accept, so that a call made for it is recognised as well. */
    public Optional<String> currentKey() {
        return keyOf(currentRequest());
    }

    /**
     * The key a request carries.
     *
     * @throws ProblemException 400 when it is no key
     */
    public static Optional<String> keyOf(HttpServletRequest request) {
        String key = request.getHeader(HEADER);
        if (key != null && !key.matches("[\\x21-\\x7e]{1,255}")) {
            throw new ProblemException(CommonProblem.INVALID_IDEMPOTENCY_KEY);
        }
        return Optional.ofNullable(key);
    }

    private static HttpServletRequest currentRequest() {
        if (RequestContextHolder.currentRequestAttributes() instanceof ServletRequestAttributes attributes) {
            return attributes.getRequest();
        }
        throw new IllegalStateException("Idempotent requests are HTTP requests.");
    }

    private static @Nullable RequestKey key(HttpServletRequest request) {
        Principal caller = request.getUserPrincipal();
        return keyOf(request)
                .map(key -> new RequestKey(caller == null ? "anonymous" : caller.getName(), key))
                .orElse(null);
    }

    @SuppressWarnings("unchecked") // A replay carries the same JSON that a body of type T once became.
    private static <T> ResponseEntity<T> replay(StoredAnswer answer, HttpServletRequest request) {
        if (!Arrays.equals(answer.requestHash(), BodyDigest.of(request))) {
            throw new ProblemException(CommonProblem.IDEMPOTENCY_KEY_REUSED);
        }
        ResponseEntity.BodyBuilder response = ResponseEntity.status(answer.status());
        response.header("Idempotency-Replayed", "true");
        if (answer.location() != null) {
            response.header("Location", answer.location());
        }
        if (answer.etag() != null) {
            response.header("ETag", answer.etag());
        }
        return (ResponseEntity<T>)
                (answer.body() == null ? response.build() : response.body(new RawJson(answer.body())));
    }
}
