package io.kehu.customer.identity;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.CustomerProperties;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * identity-service as the rest of this service sees it: numbers and the cross-reference. Slow, failing or absent, it becomes one clear
 * refusal, and nothing is written.
 */
@Component
public class Numbers {

    private static final Logger log = LoggerFactory.getLogger(Numbers.class);
    private static final int LARGEST_BATCH = 1_000;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final GuardedIdentity client;
    private final String scheme;

    Numbers(GuardedIdentity client, CustomerProperties properties) {
        this.client = client;
        this.scheme = properties.numberScheme();
    }

    /** An id of a customer in another system. */
    public record ExternalId(String system, String id) {}

    /**
     * Numbers that nobody has.
     *
     * @param key the same key gets the same numbers again, so that a retry wastes none
     */
    public List<CustomerNumber> allocate(int count, String key) {
        List<CustomerNumber> numbers = new ArrayList<>(count);
        for (int part = 0; numbers.size() < count; part++) {
            int size = Math.min(LARGEST_BATCH, count - numbers.size());
            String partKey = key + "/" + part;
            asking(() -> client.allocate(partKey, new IdentityClient.AllocationRequest(scheme, size)))
                    .items()
                    .forEach(issued -> numbers.add(new CustomerNumber(issued.number())));
        }
        return numbers;
    }

    /** The numbers external ids stand for, after any merges; ids nobody knows are left out. */
    public Map<ExternalId, CustomerNumber> resolve(List<ExternalId> ids) {
        return resolve(ids, IdentityClient.Resolution::number);
    }

    /** As {@link #resolve}, but the numbers the ids were put for: what is filed under them goes with them when a merge is taken back. */
    public Map<ExternalId, CustomerNumber> referenced(List<ExternalId> ids) {
        return resolve(
                ids, resolution -> resolution.referenced() == null ? resolution.number() : resolution.referenced());
    }

    private Map<ExternalId, CustomerNumber> resolve(
            List<ExternalId> ids, Function<IdentityClient.Resolution, @Nullable String> wanted) {
        Map<ExternalId, CustomerNumber> found = new LinkedHashMap<>();
        for (List<ExternalId> part : parts(ids)) {
            List<IdentityClient.Source> sources = part.stream()
                    .map(id -> new IdentityClient.Source(id.system(), id.id()))
                    .toList();
            for (IdentityClient.Resolution resolution : asking(
                            () -> client.resolve(new IdentityClient.Sources(sources)))
                    .items()) {
                String number = wanted.apply(resolution);
                if (number != null) {
                    found.put(part.get(resolution.input()), new CustomerNumber(number));
                }
            }
        }
        return found;
    }

    /**
     * Says which customers external ids stand for.
     *
     * @return ids that stand for another customer already, and for whom
     */
    public Map<ExternalId, CustomerNumber> put(Map<ExternalId, CustomerNumber> references) {
        Map<ExternalId, CustomerNumber> taken = new LinkedHashMap<>();
        for (List<ExternalId> part : parts(List.copyOf(references.keySet()))) {
            List<IdentityClient.Reference> items = part.stream()
                    .map(id -> new IdentityClient.Reference(id.system(), id.id(), String.valueOf(references.get(id))))
                    .toList();
            for (IdentityClient.Resolution resolution : asking(() -> client.put(new IdentityClient.References(items)))
                    .items()) {
                if (Boolean.TRUE.equals(resolution.taken()) && resolution.number() != null) {
                    taken.put(part.get(resolution.input()), new CustomerNumber(resolution.number()));
                }
            }
        }
        return taken;
    }

    /**
     * What identity-service makes of a text that may be a number.
     *
     * @param number it is; null when it is none that was issued
     * @param mayBe issued numbers that one typing mistake would explain
     */
    public record Recognition(@Nullable CustomerNumber number, List<CustomerNumber> mayBe) {}

    public Recognition recognise(String text) {
        IdentityClient.Validation validation = asking(
                        () -> client.validate(new IdentityClient.ValidationRequest(List.of(text))))
                .items()
                .getFirst();
        String found = validation.verdict().equals("VALID") ? validation.number() : null;
        List<IdentityClient.Issued> hints = validation.hints() == null ? List.of() : validation.hints();
        return new Recognition(
                found == null ? null : new CustomerNumber(found),
                hints.stream().map(hint -> new CustomerNumber(hint.number())).toList());
    }

    private static List<List<ExternalId>> parts(List<ExternalId> ids) {
        return IntStream.range(0, (ids.size() + LARGEST_BATCH - 1) / LARGEST_BATCH)
                .mapToObj(part -> ids.subList(part * LARGEST_BATCH, Math.min(ids.size(), (part + 1) * LARGEST_BATCH)))
                .toList();
    }

    private static <T> T asking(Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            throw problem(e);
        }
    }

    private static ProblemException problem(RuntimeException failure) {
        if (failure instanceof IdentityRefusedException) {
            return new ProblemException(CustomerProblem.NUMBERS_REFUSED);
        }
        log.warn("identity-service did not serve us: {}", failure.toString());
        return new ProblemException(CustomerProblem.NUMBERS_UNAVAILABLE).retryAfter(RETRY_AFTER);
    }
}
