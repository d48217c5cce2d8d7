package io.kehu.loyalty;

import io.kehu.starter.merging.MergedNumbers;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.ProblemException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whose points a caller reaches: staff and services everybody's, members their own, under any of their numbers. */
@Component
public class MemberReach {

    private static final Set<Role> EVERYBODYS =
            Set.of(Role.ADMIN, Role.AGENT, Role.AUDITOR, Role.INTEGRATOR, Role.MANAGER, Role.MARKETER, Role.SERVICE);

    private final MergedNumbers mergedNumbers;

    MemberReach(MergedNumbers mergedNumbers) {
        this.mergedNumbers = mergedNumbers;
    }

    /** @throws ProblemException as for a number nobody has, when it is somebody else's */
    public void require(String number) {
        if (!isEverybodys() && !isSame(number, Caller.required().customerNumber())) {
            throw new ProblemException(LoyaltyProblem.MEMBER_NOT_FOUND);
        }
    }

    /** Whether the caller reaches every member. */
    public boolean isEverybodys() {
        return Caller.required().hasAny(EVERYBODYS);
    }

    /** Also when one of the numbers was merged into the other. */
    private boolean isSame(String number, @Nullable String own) {
        return own != null
                && (number.equals(own) || mergedNumbers.living(number).equals(mergedNumbers.living(own)));
    }
}
