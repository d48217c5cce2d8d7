package io.kehu.loyalty.points;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.ledger.MemberAccounts;
import io.kehu.loyalty.program.LoyaltyProperties;
import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.program.Programs;
import io.kehu.starter.web.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The programme a request is about, and its members. */
@Component
class ChosenProgram {

    private final Programs programs;
    private final MemberAccounts members;
    private final String first;

    ChosenProgram(Programs programs, MemberAccounts members, LoyaltyProperties properties) {
        this.programs = programs;
        this.members = members;
        this.first = properties.program().code();
    }

    /** The first one when none is named. */
    Program of(@Nullable String code) {
        return programs.find(code == null ? first : code)
                .orElseThrow(() -> new ProblemException(LoyaltyProblem.PROGRAM_NOT_FOUND));
    }

    void requireMember(Program program, String number) {
        if (!members.exists(program.code(), number)) {
            throw new ProblemException(LoyaltyProblem.MEMBER_NOT_FOUND);
        }
    }
}
