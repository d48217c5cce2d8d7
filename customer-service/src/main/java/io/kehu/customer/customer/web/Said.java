package io.kehu.customer.customer.web;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.ContactPoint;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.Origin;
import io.kehu.customer.customer.Source;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a request says about where its values come from, as far as the caller may say it. */
public final class Said {

    private static final Set<Role> STAFF =
            EnumSet.of(Role.AGENT, Role.MANAGER, Role.PRIVACY_OFFICER, Role.ADMIN, Role.INTEGRATOR);

    private Said() {}

    /**
     * For a new record.
     *
     * @throws ProblemException 422 when a field is said to be verified that has no value
     */
    public static Origin by(Caller caller, @Nullable Set<String> verified, CustomerDraft draft) {
        Set<String> fields = verified == null ? Set.of() : verified;
        List<FieldProblem> problems = new ArrayList<>();
        fields.stream()
                .filter(field -> !draft.knownFields().contains(field))
                .sorted()
                .forEach(field -> problems.add(new FieldProblem("/verified", "verified-empty")));
        refuse(problems);
        return new Origin(source(caller), caller.originatingSubject(), fields);
    }

    /**
     * For a change.
     *
     * @throws ProblemException 422 also when customers vouch for their own values
     */
    static Origin by(Caller caller, @Nullable Set<String> verified, CustomerDraft before, CustomerDraft draft) {
        Origin origin = by(caller, verified, draft);
        if (origin.source() != Source.SELF) {
            return origin;
        }
        List<FieldProblem> problems = new ArrayList<>();
        if (!origin.verified().isEmpty()) {
            problems.add(new FieldProblem("/verified", "verified-by-others"));
        }
        List<ContactPoint> points = draft.contactPoints();
        for (ContactPoint point : points) {
            if (point.verifiedAt() != null && !vouchedFor(point, before)) {
                problems.add(new FieldProblem("/contactPoints", "verified-by-others"));
            }
        }
        refuse(problems);
        return origin;
    }

    private static boolean vouchedFor(ContactPoint point, CustomerDraft before) {
        return before.contactPoints().stream()
                .anyMatch(old -> old.identity().equals(point.identity())
                        && point.verifiedAt() != null
                        && point.verifiedAt().equals(old.verifiedAt()));
    }

    /** How what a caller says comes in. */
    public static Source source(Caller caller) {
        if (!caller.hasAny(STAFF)) {
            return Source.SELF;
        }
        return caller.has(Role.INTEGRATOR) ? Source.API : Source.CONSOLE;
    }

    private static void refuse(List<FieldProblem> problems) {
        if (!problems.isEmpty()) {
            throw new ProblemException(CustomerProblem.CUSTOMER_VALUES_INVALID, problems);
        }
    }
}
