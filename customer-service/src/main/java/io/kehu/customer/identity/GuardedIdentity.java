package io.kehu.customer.identity;

import io.github.resilience4j.bulkhead.annotation.Bulkhead;
import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import io.github.resilience4j.retry.annotation.Retry;
import org.springframework.stereotype.Component;

/** Keeps a slow or failing identity-service from taking our threads: time-out, bulkhead, breaker, one retry when nobody listened. */
@Component
@CircuitBreaker(name = "identity")
@Bulkhead(name = "identity")
@Retry(name = "identity")
class GuardedIdentity {

    private final IdentityClient client;

    GuardedIdentity(IdentityClient client) {
        this.client = client;
    }

    IdentityClient.Allocation allocate(String key, IdentityClient.AllocationRequest request) {
        return client.allocate(key, request);
    }

    IdentityClient.Resolutions resolve(IdentityClient.Sources request) {
        return client.resolve(request);
    }

    IdentityClient.Resolutions put(IdentityClient.References request) {
        return client.put(request);
    }

    IdentityClient.ValidationResult validate(IdentityClient.ValidationRequest request) {
        return client.validate(request);
    }

    IdentityClient.Life life(String number) {
        return client.life(number);
    }

    IdentityClient.Life merge(IdentityClient.Merge request) {
        return client.merge(request);
    }

    IdentityClient.Life unmerge(IdentityClient.Unmerge request) {
        return client.unmerge(request);
    }
}
