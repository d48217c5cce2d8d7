package io.kehu.starter.web.idempotency;

import io.kehu.starter.database.Transactions;
import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
            throw keyRequired();
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
            return replay(before.get(), BodyDigest.of(request));
        }
        P prepared = preparation.get();
        return transactions.call(() -> {
            if (!answers.tryLock(key)) {
                throw running();
            }
            Optional<StoredAnswer> meanwhile = answers.find(key);
            if (meanwhile.isPresent()) {
                return replay(meanwhile.get(), BodyDigest.of(request));
            }
            ResponseEntity<T> response = effect.apply(prepared);
            answers.store(List.of(
                    StoredAnswers.Row.of(new KeyedRequest<>(key, BodyDigest.of(request), prepared), response, mapper)));
            return response;
        });
    }

    /**
     * Takes the current request off its thread, with its key.
     *
     * @throws ProblemException 428 without a key
     */
    public <Q> KeyedRequest<Q> keyed(Q wish) {
        HttpServletRequest request = currentRequest();
        RequestKey key = key(request);
        if (key == null) {
            throw keyRequired();
        }
        return new KeyedRequest<>(key, BodyDigest.of(request), wish);
    }

    /**
     * As {@link #keyed(Object)}, of a request that no filter has seen.
     *
     * @param caller name of the principal the filters would find
     * @throws ProblemException 428 without a key, 400 when it is none
     */
    public static <Q> KeyedRequest<Q> keyed(HttpServletRequest request, String caller, byte[] body, Q wish) {
        String key = keyOf(request).orElseThrow(IdempotentRequests::keyRequired);
        return new KeyedRequest<>(new RequestKey(caller, key), BodyDigest.of(request, body), wish);
    }

    /**
     * As {@link #onceWithKey}, for several requests of different keys in one transaction, each for itself.
     *
     * @param effect does what the new ones among them want; a reply for each, in their order
     * @return a reply for each request, in their order
     */
    public <Q, T> List<Reply<T>> together(List<KeyedRequest<Q>> requests, Function<List<Q>, List<Reply<T>>> effect) {
        return transactions.call(() -> {
            answers.planOnce();
            List<RequestKey> keys = requests.stream().map(KeyedRequest::key).toList();
            Set<RequestKey> locked = answers.tryLock(keys);
            Map<RequestKey, StoredAnswer> before = answers.find(keys);
            List<KeyedRequest<Q>> fresh = requests.stream()
                    .filter(request -> locked.contains(request.key()) && !before.containsKey(request.key()))
                    .toList();
            List<Reply<T>> made =
                    effect.apply(fresh.stream().map(KeyedRequest::wish).toList());
            Map<RequestKey, Reply<T>> replies = new HashMap<>();
            List<StoredAnswers.Row> rows = new ArrayList<>();
            for (int i = 0; i < fresh.size(); i++) {
                replies.put(fresh.get(i).key(), made.get(i));
                if (made.get(i) instanceof Reply.Done<T>(ResponseEntity<T> response)) {
                    rows.add(StoredAnswers.Row.of(fresh.get(i), response, mapper));
                }
            }
            answers.store(rows);
            return requests.stream()
                    .<Reply<T>>map(request -> {
                        Reply<T> reply = replies.get(request.key());
                        return reply == null ? repeated(request, before.get(request.key())) : reply;
                    })
                    .toList();
        });
    }

    private static <T> Reply<T> repeated(KeyedRequest<?> request, @Nullable StoredAnswer before) {
        try {
            return before == null ? new Reply.Refused<>(running()) : new Reply.Done<>(replay(before, request.digest()));
        } catch (ProblemException e) {
            return new Reply.Refused<>(e);
        }
    }

    private static ProblemException keyRequired() {
        return new ProblemException(CommonProblem.IDEMPOTENCY_KEY_REQUIRED);
    }

    private static ProblemException running() {
        return new ProblemException(CommonProblem.REQUEST_RUNNING).retryAfter(RUNNING_RETRY);
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
    private static <T> ResponseEntity<T> replay(StoredAnswer answer, byte[] digest) {
        if (!Arrays.equals(answer.requestHash(), digest)) {
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
