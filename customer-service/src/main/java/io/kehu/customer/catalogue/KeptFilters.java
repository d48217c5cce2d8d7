package io.kehu.customer.catalogue;

import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.CustomerList;
import io.kehu.customer.customer.Restriction;
import io.kehu.customer.staff.Teams;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Filters that are kept with a job and asked again as it goes on, so never personal ones. */
@Component
public class KeptFilters {

    private final SavedViews views;
    private final CustomFilters filters;

    KeptFilters(SavedViews views, CustomFilters filters) {
        this.views = views;
        this.filters = filters;
    }

    /**
     * Which customers somebody asks for, as the list of customers takes it. All that is said must hold.
     *
     * @param owner subject of the owner; {@code me} for the caller
     * @param team code of the team
     * @param pool code of the public pool they lie in, owned by nobody
     * @param tag code of a tag
     * @param custom exact values by code, or {@code {from, to}} for numbers and dates; nothing personal, because it is kept
     */
    @Schema(name = "KeptFilters")
    public record Asked(
            CustomerDraft.@Nullable Stage stage,

            @Schema(example = "0b9f6d48-7a25-4c3e-8e12-5f6a7b8c9d01") @Size(min = 1, max = 100) @Nullable
            String owner,

            @Schema(example = "SOUTH") @Pattern(regexp = Teams.CODE) @Nullable
            String team,

            @Schema(example = "PUBLIC") @Pattern(regexp = Teams.CODE) @Nullable
            String pool,

            @Schema(example = "tea-lover") @Pattern(regexp = CustomerList.TAG_CODE) @Nullable
            String tag,

            @Schema(example = "{\"shoe_size\": \"EU42\"}") @Size(max = 20) @Nullable
            Map<String, @NotNull Object> custom) {}

    /**
     * Which customers are meant, as it was when somebody asked: a view that changes afterwards changes nothing.
     *
     * @param view where the filters came from
     * @param custom exact values by code, or {@code {from, to}}; nothing personal
     */
    @Schema(name = "KeptSelection")
    public record Selection(
            @Nullable UUID view,
            CustomerDraft.@Nullable Stage stage,

            @Schema(example = "0b9f6d48-7a25-4c3e-8e12-5f6a7b8c9d01") @Nullable
            String owner,

            @Schema(example = "SOUTH") @Nullable String team,
            @Schema(example = "PUBLIC") @Nullable String pool,
            @Schema(example = "tea-lover") @Nullable String tag,
            Map<String, Object> custom) {

        public CustomerList.Filter filter() {
            return new CustomerList.Filter(stage, owner, team, pool, tag);
        }
    }

    /**
     * @param view id of a saved view whose filters hold as well
     * @param said counts before the filters of the view
     * @throws ProblemException 404 for views the caller may not see
     */
    public Selection selection(@Nullable UUID view, @Nullable Asked said, Caller caller) {
        View saved = view == null ? new View(null, Map.of()) : view(view, caller);
        Map<String, Object> custom = new TreeMap<>(saved.custom());
        if (said == null) {
            return new Selection(view, saved.stage(), null, null, null, null, custom);
        }
        if (said.custom() != null) {
            custom.putAll(said.custom());
        }
        CustomerDraft.Stage stage = said.stage() == null ? saved.stage() : said.stage();
        String owner = "me".equals(said.owner()) ? caller.originatingSubject() : said.owner();
        return new Selection(view, stage, owner, said.team(), said.pool(), said.tag(), custom);
    }

    /**
     * What a saved view asks for.
     *
     * @param custom exact values by code, or {@code {from, to}}
     */
    public record View(CustomerDraft.@Nullable Stage stage, Map<String, Object> custom) {}

    /** @throws ProblemException 404 for views the caller may not see */
    public View view(UUID id, Caller caller) {
        SavedView.Filters asked = views.readable(id, caller).settings().filters();
        return new View(asked.stage(), asked.custom());
    }

    /**
     * @param custom exact values by code, or {@code {from, to}} for numbers and dates
     * @param prefix what stands before the code in the pointers of problems
     * @throws ProblemException 422 naming the filter that does not work, or is personal
     */
    public Restriction restriction(Map<String, Object> custom, String prefix, Caller caller) {
        return custom.isEmpty() ? Restriction.NONE : filters.restriction(custom, false, prefix, caller);
    }
}
