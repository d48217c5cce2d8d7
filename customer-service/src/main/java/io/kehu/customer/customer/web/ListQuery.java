package io.kehu.customer.customer.web;

import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.CustomerList;
import io.kehu.customer.staff.Teams;
import io.kehu.starter.security.token.Caller;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** What a list of customers is narrowed to. Bound from the query of a request. */
public record ListQuery(
        @Parameter(description = "Where they stand with us.")
        CustomerDraft.@Nullable Stage stage,

        @Parameter(description = "Subject of the owner; `me` for the caller.") @Size(min = 1, max = 100) @Nullable
        String owner,

        @Parameter(description = "Code of the team.") @Pattern(regexp = Teams.CODE) @Nullable
        String team,

        @Parameter(description = "Code of the public pool they lie in, owned by nobody.")
        @Pattern(regexp = Teams.CODE)
        @Nullable
        String pool,

        @Parameter(description = "Code of a tag.") @Pattern(regexp = CustomerList.TAG_CODE) @Nullable
        String tag) {

    public CustomerList.Filter filter() {
        String whose = "me".equals(owner) ? Caller.required().originatingSubject() : owner;
        return new CustomerList.Filter(stage, whose, team, pool, tag);
    }
}
