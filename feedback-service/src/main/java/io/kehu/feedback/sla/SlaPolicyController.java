package io.kehu.feedback.sla;

import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.time.Instant;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Policies over HTTP. */
@RestController
@RequestMapping("/feedback/v1/sla-policies")
@Tag(name = "sla-policies")
class SlaPolicyController {

    private final SlaPolicies policies;
    private final DefinePolicies definePolicies;
    private final IdempotentRequests idempotent;

    SlaPolicyController(SlaPolicies policies, DefinePolicies definePolicies, IdempotentRequests idempotent) {
        this.policies = policies;
        this.definePolicies = definePolicies;
        this.idempotent = idempotent;
    }

    /** A version of a policy. */
    record SlaPolicyView(int version, SlaPolicyDefinition policy, Instant createdAt) {

        static SlaPolicyView of(SlaPolicyVersion version) {
            return new SlaPolicyView(version.version(), version.definition(), version.createdAt());
        }
    }

    @GetMapping
    @Operation(summary = "All versions of all policies, by code, newest version first")
    Page<SlaPolicyView> listPolicies(@ParameterObject @Valid PageRequest page) {
        return Page.of(policies.list(page), page, SlaPolicies::position).map(SlaPolicyView::of);
    }

    @PostMapping
    @Operation(summary = "Define a policy, or the next version of one", description = """
                    Seconds are business seconds of the calendar; each severity needs one target of each metric. Clocks that start from now \
                    on run by it. Defining the very same again makes no new version.""")
    ResponseEntity<SlaPolicyView> definePolicy(@Valid @RequestBody SlaPolicyDefinition definition) {
        return idempotent.once(() -> ResponseEntity.status(HttpStatus.CREATED)
                .body(SlaPolicyView.of(
                        definePolicies.define(definition, Caller.required().originatingSubject()))));
    }
}
