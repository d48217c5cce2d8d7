package io.kehu.loyalty.earning;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Conditions in CEL over one variable: {@code purchase} with {@code amountMinor}, {@code currency}, {@code channel}, {@code store} (empty when
 * unknown), {@code lines} of {@code product}, {@code category}, {@code quantity}, {@code amountMinor}. CEL has no loops without end; the length
 * of what it does is bounded as well.
 */
@Component
class RuleConditions {

    private static final int MOST_STEPS = 10_000;
    private static final int LONGEST_CONDITION = 2_000;
    private static final CelOptions OPTIONS =
            CelOptions.current().comprehensionMaxIterations(MOST_STEPS).build();

    /** What a condition must be able to read. */
    private static final PurchaseRecorded SAMPLE = new PurchaseRecorded(
            new UUID(0, 0),
            "C00000000135",
            "POS",
            "SAMPLE",
            "S1",
            Instant.EPOCH,
            "CNY",
            19_900,
            List.of(new PurchaseRecorded.Line(1, "TEA", "tea", BigDecimal.ONE, 19_900)));

    private final CelCompiler compiler = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("purchase", MapType.create(SimpleType.STRING, SimpleType.DYN))
            .setResultType(SimpleType.BOOL)
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

    /** @throws BrokenConditionException when it does not compile, or reads what no purchase has */
    void verify(String condition) {
        holds(condition, SAMPLE);
    }

    boolean holds(String condition, PurchaseRecorded purchase) {
        try {
            return Boolean.TRUE.equals(
                    programs.get(condition, this::compile).eval(Map.of("purchase", variables(purchase))));
        } catch (CelEvaluationException e) {
            throw new BrokenConditionException(Fault.EVALUATION);
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

    private static Map<String, Object> variables(PurchaseRecorded purchase) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("amountMinor", purchase.amountMinor());
        variables.put("currency", purchase.currency());
        variables.put("channel", purchase.channel());
        variables.put("store", purchase.store() == null ? "" : purchase.store());
        variables.put(
                "lines",
                purchase.lines().stream()
                        .map(line -> Map.<String, Object>of(
                                "product", line.product(),
                                "category", line.category(),
                                "quantity", line.quantity().doubleValue(),
                                "amountMinor", line.amountMinor()))
                        .toList());
        return variables;
    }
}
