package io.kehu.customer.staff;

import io.kehu.customer.CustomerProblem;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Teams and staff over HTTP. */
@RestController
@Tag(name = "staff")
class StaffController {

    private static final String SUBJECT = "[\\x21-\\x7e]{1,100}";

    private final Staff staff;
    private final Teams teams;
    private final Transactions transactions;
    private final AuditTrail audit;

    StaffController(Staff staff, Teams teams, Transactions transactions, AuditTrail audit) {
        this.staff = staff;
        this.teams = teams;
        this.transactions = transactions;
        this.audit = audit;
    }

    /** All teams. */
    record TeamList(List<Teams.Team> items) {}

    /**
     * A team as it shall be.
     *
     * @param retired true where nobody and nothing new shall be put into it; false when missing
     */
    record TeamBody(
            @NotBlank @Size(max = 100) @Schema(example = "华南直营 / South China")
            String name,

            @Nullable Boolean retired) {}

    /**
     * What is said about a member of staff.
     *
     * @param reach how far they see; missing for what the settings say for their role
     * @param teams codes; customers they register belong to the first one in the order of codes
     */
    record StaffBody(
            @Nullable Reach reach,

            @Schema(example = "[\"SOUTH\", \"VIP\"]") @NotNull @Size(max = 20)
            List<@NotNull @Pattern(regexp = Teams.CODE) String> teams) {}

    @GetMapping("/customer/v1/teams")
    @Operation(summary = "All teams, by code")
    TeamList teams() {
        return new TeamList(teams.all());
    }

    @PutMapping("/customer/v1/teams/{code}")
    @Operation(
            summary = "Set up, rename or retire a team",
            description = "Teams are never deleted, because records keep their codes.")
    Teams.Team putTeam(@PathVariable @Pattern(regexp = Teams.CODE) String code, @Valid @RequestBody TeamBody body) {
        Teams.Team team = new Teams.Team(code, body.name(), Boolean.TRUE.equals(body.retired()));
        transactions.run(() -> {
            teams.put(team);
            audit.record(AuditEntry.of("team.change", code, "name", "retired"));
        });
        return team;
    }

    @GetMapping("/customer/v1/staff")
    @Operation(summary = "Staff by subject", description = "Only those of whom something was said.")
    Page<StaffMember> staff(@ParameterObject @Valid PageRequest page) {
        Cursor after = page.after(1);
        return Page.of(
                staff.page(after == null ? null : after.text(0), page.fetch()),
                page,
                last -> Cursor.of(last.subject()));
    }

    @PutMapping("/customer/v1/staff/{subject}")
    @Operation(
            summary = "Say which teams somebody is in and how far they see",
            description = "Holds from the next request on. The subject is that of their tokens.")
    StaffMember putStaff(@PathVariable @Pattern(regexp = SUBJECT) String subject, @Valid @RequestBody StaffBody body) {
        List<String> codes = body.teams().stream().distinct().sorted().toList();
        StaffMember member = new StaffMember(subject, body.reach(), codes);
        transactions.run(() -> {
            if (!teams.closed(codes).isEmpty()) {
                throw ProblemException.field("/teams", "team");
            }
            staff.put(member);
            audit.record(AuditEntry.of("staff.change", subject, "reach", "teams"));
        });
        return member;
    }

    @DeleteMapping("/customer/v1/staff/{subject}")
    @ApiResponse(responseCode = "204", description = "Forgotten", content = @Content)
    @Operation(
            summary = "Forget what was said about somebody",
            description =
                    "They are in no team then and see what their role sees. Customers they own stay theirs: hand them over.")
    ResponseEntity<Void> removeStaff(@PathVariable @Pattern(regexp = SUBJECT) String subject) {
        transactions.run(() -> {
            if (!staff.remove(subject)) {
                throw new ProblemException(CustomerProblem.STAFF_NOT_FOUND);
            }
            audit.record(AuditEntry.of("staff.remove", subject));
        });
        return ResponseEntity.noContent().build();
    }
}
