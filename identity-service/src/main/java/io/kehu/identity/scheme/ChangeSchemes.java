package io.kehu.identity.scheme;

import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.version.EntityVersion;
import io.kehu.starter.web.version.MergePatch;
import io.kehu.starter.web.version.MergePatches;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Changes what of a scheme may change: its name, and when it counts as low. */
@Component
class ChangeSchemes {

    private static final Set<String> IMMUTABLE =
            Set.of("code", "template", "check", "order", "partitioning", "zone", "capacityPerPartition");
    private static final List<String> CHANGEABLE = List.of("name", "alertFree", "state");

    private final Schemes schemes;
    private final MergePatches patches;
    private final Transactions transactions;
    private final AuditTrail audit;

    ChangeSchemes(Schemes schemes, MergePatches patches, Transactions transactions, AuditTrail audit) {
        this.schemes = schemes;
        this.patches = patches;
        this.transactions = transactions;
        this.audit = audit;
    }

    /**
     * What a patch is applied to.
     *
     * @param name for people, any language
     * @param alertFree a counter with at most so many numbers left is low; null for the part the settings of the service say
     */
    record Settings(
            @NotBlank @Size(max = 100) String name,
            @Min(0) @Nullable Long alertFree) {}

    /**
     * Changes nothing, the version neither, when all is so already.
     *
     * @param shown how callers see a scheme
     * @throws ProblemException 400 for anything that never changes, 404, 412 when somebody changed the scheme since
     */
    Scheme change(SchemeCode code, EntityVersion expected, MergePatch patch, Function<Scheme, ?> shown) {
        mustBeChangeable(patch);
        return transactions.call(() -> {
            Scheme current = schemes.lock(code);
            expected.mustBe(current.version(), () -> shown.apply(current), () -> CHANGEABLE);
            Settings before = new Settings(current.name(), current.alertFree());
            Settings after = patches.apply(patch, before, Settings.class);
            if (after.alertFree() != null && after.alertFree() > current.capacity()) {
                throw ProblemException.field("/alertFree", "scheme-alert-free");
            }
            if (!Objects.equals(before, after)) {
                schemes.adjust(current, after.name(), after.alertFree());
                audit.record(AuditEntry.of(
                        "scheme.change", code.value(), patch.members().toArray(String[]::new)));
            }
            return schemes.current(code);
        });
    }

    private static void mustBeChangeable(MergePatch patch) {
        List<FieldProblem> refused = patch.members().stream()
                .filter(member -> IMMUTABLE.contains(member) || member.equals("state"))
                .map(member ->
                        new FieldProblem("/" + member, member.equals("state") ? "scheme-state" : "scheme-immutable"))
                .toList();
        if (!refused.isEmpty()) {
            throw new ProblemException(CommonProblem.INVALID_FIELDS, refused);
        }
    }
}
