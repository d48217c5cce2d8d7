package io.kehu.loyalty.earning;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import org.springframework.stereotype.Component;

/**
 * Conditions in CEL over three variables. {@code purchase}: {@code amountMinor}, {@code currency}, {@code channel}, {@code store} (empty when
 * unknown), {@code lines} of {@code product}, {@code category}, {@code quantity}, {@code amountMinor}. {@code member}: {@code tier} (a code, empty
 * where the programme has none), {@code months} since the membership was opened, {@code birthday} and {@code birthdayMonth}: bought on that day, in that month. {@code at}, in the programme's zone: {@code year}, {@code month},
 * {@code day}, {@code weekday} (1 is Monday), {@code hour}. CEL has no loops without end; the length of what it does is bounded as well.
 */
@Component
class RuleConditions {

    private static final int MOST_STEPS = 10_000;
    private static final int LONGEST_CONDITION = 2_000;
    private static final MapType ANYTHING = MapType.create(SimpleType.STRING, SimpleType.DYN);
    private static final CelOptions OPTIONS =
            CelOptions.current().comprehensionMaxIterations(MOST_STEPS).build();

    private final CelCompiler compiler = compiler()
            .addVar("purchase", ANYTHING)
            .addVar("member", ANYTHING)
            .addVar("at", ANYTHING)
            .build();

    /** Knows each field with its type, so that one that nobody has is found wherever it stands. */
    private final CelCompiler checker = compiler()
            .addVar("purchase.amountMinor", SimpleType.INT)
            .addVar("purchase.currency", SimpleType.STRING)
            .addVar("purchase.channel", SimpleType.STRING)
            .addVar("purchase.store", SimpleType.STRING)
            .addVar("purchase.lines", ListType.create(ANYTHING))
            .addVar("member.tier", SimpleType.STRING)
            .addVar("member.months", SimpleType.INT)
            .addVar("member.birthday", SimpleType.BOOL)
            .addVar("member.birthdayMonth", SimpleType.BOOL)
            .addVar("at.year", SimpleType.INT)
            .addVar("at.month", SimpleType.INT)
            .addVar("at.day", SimpleType.INT)
            .addVar("at.weekday", SimpleType.INT)
            .addVar("at.hour", SimpleType.INT)
            .build();

    private final CelRuntime runtime =
            CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();
    private final Cache<String, CelRuntime.Program> programs =
            Caffeine.newBuilder().maximumSize(1_000).build();

    /** Why a condition cannot be used. */
    enum Fault {
        TOO_LONG,
        SYNTAX,
        EVALUATION
    }

    /** What became of a condition. */
    enum Verdict {
        HOLDS,
        DOES_NOT_HOLD,
        /** It divides by zero, does too much, or takes something for what it is not. */
        FAILS
    }

    /** A condition that cannot be used. */
    static final class BrokenConditionException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final Fault fault;

        BrokenConditionException(Fault fault) {
            super(fault.name(), null, false, true);
            this.fault = fault;
        }

        Fault fault() {
            return fault;
        }
    }

    /** @throws BrokenConditionException when it does not compile, reads what there is not, or fails for one of the sample purchases */
    void verify(String condition) {
        CelRuntime.Program program = programs.get(condition, this::compile);
        try {
            if (checker.compile(condition).getAst().isChecked()
                    && SampleOccasions.ALL.stream().allMatch(sample -> test(program, sample) != Verdict.FAILS)) {
                return;
            }
        } catch (CelValidationException e) {
            throw new BrokenConditionException(Fault.EVALUATION);
        }
        throw new BrokenConditionException(Fault.EVALUATION);
    }

    Verdict test(String condition, Occasion occasion) {
        try {
            return test(programs.get(condition, this::compile), occasion);
        } catch (BrokenConditionException e) {
            return Verdict.FAILS;
        }
    }

    private static Verdict test(CelRuntime.Program program, Occasion occasion) {
        try {
            return Boolean.TRUE.equals(program.eval(occasion.variables())) ? Verdict.HOLDS : Verdict.DOES_NOT_HOLD;
        } catch (CelEvaluationException e) {
            return Verdict.FAILS;
        }
    }

    private CelRuntime.Program compile(String condition) {
        if (condition.length() > LONGEST_CONDITION) {
            throw new BrokenConditionException(Fault.TOO_LONG);
        }
        try {
            return runtime.createProgram(compiler.compile(condition).getAst());
        } catch (CelValidationException | CelEvaluationException e) {
            throw new BrokenConditionException(Fault.SYNTAX);
        }
    }

    private static CelCompilerBuilder compiler() {
        return CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setResultType(SimpleType.BOOL);
    }
}
