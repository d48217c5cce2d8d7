package io.kehu.loyalty.program;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.starter.web.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The programme a request is about. */
@Component
public class ChosenProgram {

    private final Programs programs;
    private final String first;

    ChosenProgram(Programs programs, LoyaltyProperties properties) {
        this.programs = programs;
        this.first = properties.program().code();
    }

    /** @throws ProblemException when there is none of this code */
    public Program of(ProgramChoice choice) {
        return of(choice.program());
    }

    /** The code of the first one when none is named. */
    public String code(@Nullable String code) {
        return code == null ? first : code;
    }

    /**
     * The first one when none is named.
     *
     * @throws ProblemException when there is none of this code
     */
    public Program of(@Nullable String code) {
        return programs.find(code(code)).orElseThrow(() -> new ProblemException(LoyaltyProblem.PROGRAM_NOT_FOUND));
    }
}
