package io.kehu.customer.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;

/** The operations of identity-service that this service needs, in the shapes it needs them. */
@FeignClient(name = "identity", configuration = IdentityClientConfiguration.class)
interface IdentityClient {

    /** Asks for numbers. */
    record AllocationRequest(String scheme, int count) {}

    /** Numbers that are ours now. */
    record Allocation(List<Issued> items) {

        /** One number. */
        record Issued(String number) {}
    }

    /** An external id. */
    record Source(String system, String externalId) {}

    /** External ids. */
    record Sources(List<Source> items) {}

    /** An external id and its number. */
    record Reference(String system, String externalId, String number) {}

    /** References. */
    record References(List<Reference> items) {}

    /** What an external id stands for. */
    record Resolution(
            int input,
            @Nullable String number,
            @Nullable String referenced,
            @Nullable Boolean taken) {}

    /** Resolutions in the order of the request. */
    record Resolutions(List<Resolution> items) {}

    /** Texts to check. */
    record ValidationRequest(List<String> numbers) {}

    /** A verdict. */
    record Validation(
            String verdict,
            @Nullable String number,
            @Nullable List<Issued> hints) {}

    /** A number somebody may have meant. */
    record Issued(String number) {}

    /** Verdicts in the order of the request. */
    record ValidationResult(List<Validation> items) {}

    /** How a number is. */
    record Life(String state, @Nullable String mergedInto) {}

    /** Two numbers of one customer. */
    record Merge(String from, String into) {}

    /** A merged number. */
    record Unmerge(String number) {}

    @PostMapping(path = "/identity/v1/numbers", consumes = "application/json")
    Allocation allocate(
            @RequestHeader("Idempotency-Key") String idempotencyKey, @RequestBody AllocationRequest request);

    @PostMapping(path = "/identity/v1/references:resolve", consumes = "application/json")
    Resolutions resolve(@RequestBody Sources request);

    @PostMapping(path = "/identity/v1/references:batch", consumes = "application/json")
    Resolutions put(@RequestBody References request);

    @PostMapping(path = "/identity/v1/numbers:validate", consumes = "application/json")
    ValidationResult validate(@RequestBody ValidationRequest request);

    @GetMapping(path = "/identity/v1/numbers/{number}")
    Life life(@PathVariable("number") String number);

    @PostMapping(path = "/identity/v1/numbers:merge", consumes = "application/json")
    Life merge(@RequestBody Merge request);

    @PostMapping(path = "/identity/v1/numbers:unmerge", consumes = "application/json")
    Life unmerge(@RequestBody Unmerge request);
}
