package io.kehu.customer.catalogue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Conditions in CEL: {@code value} with the field's type, {@code custom.<code>} for the other fields, guarded by {@code has} because they may
 * be empty. Numbers are doubles, dates and choices texts, money a map of {@code currency} and {@code minor}, files their names. CEL ends always, and the length of
 * what it does is bounded.
 */
@Component
class Conditions {

    private static final CelOptions OPTIONS =
            CelOptions.current().comprehensionMaxIterations(10_000).build();
    private static final CelType CUSTOM = MapType.create(SimpleType.STRING, SimpleType.DYN);

    private final Map<FieldType, CelCompiler> compilers = new EnumMap<>(FieldType.class);
    private final CelRuntime runtime =
            CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();
    private final Cache<Key, Compiled> compiled =
            Caffeine.newBuilder().maximumSize(500).build();

    Conditions() {
        for (FieldType type : FieldType.values()) {
            compilers.put(
                    type,
                    CelCompilerFactory.standardCelCompilerBuilder()
                            .setOptions(OPTIONS)
                            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                            .addVar("value", celType(type))
                            .addVar("custom", CUSTOM)
                            .setResultType(SimpleType.BOOL)
                            .build());
        }
    }

    private record Key(FieldType type, String condition) {}

    private record Compiled(CelRuntime.Program program, Set<String> fields) {}

    /** A condition that does not compile, or fails on an ordinary value. */
    static final class BrokenConditionException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        BrokenConditionException() {
            super("broken condition", null, false, false);
        }
    }

    /**
     * Compiles a condition and tries it on a sample with all other fields empty.
     *
     * @return codes of the other fields it reads
     * @throws BrokenConditionException when that fails
     */
    Set<String> verify(FieldType type, String condition) {
        Compiled tried = compile(new Key(type, condition));
        try {
            tried.program().eval(Map.of("value", sample(type), "custom", Map.of()));
            return tried.fields();
        } catch (CelEvaluationException e) {
            throw new BrokenConditionException();
        }
    }

    /** Codes of the other fields a condition reads. */
    Set<String> reads(FieldType type, String condition) {
        return compiled.get(new Key(type, condition), this::compile).fields();
    }

    /** A condition that cannot be evaluated on these values does not hold. */
    boolean holds(FieldType type, String condition, Object value, Map<String, Object> others) {
        Map<String, Object> custom = new HashMap<>();
        others.forEach((code, other) -> custom.put(code, celValue(other)));
        try {
            return Boolean.TRUE.equals(compiled.get(new Key(type, condition), this::compile)
                    .program()
                    .eval(Map.of("value", celValue(value), "custom", custom)));
        } catch (CelEvaluationException e) {
            return false;
        }
    }

    private Compiled compile(Key key) {
        if (!TextPattern.bounded(key.condition())) {
            throw new BrokenConditionException();
        }
        try {
            CelAbstractSyntaxTree tree =
                    compiler(key.type()).compile(key.condition()).getAst();
            return new Compiled(runtime.createProgram(tree), ReadFields.of(tree.getExpr()));
        } catch (CelValidationException | CelEvaluationException e) {
            throw new BrokenConditionException();
        }
    }

    private CelCompiler compiler(FieldType type) {
        return Objects.requireNonNull(compilers.get(type));
    }

    private static CelType celType(FieldType type) {
        return switch (type) {
            case NUMBER -> SimpleType.DOUBLE;
            case MONEY -> MapType.create(SimpleType.STRING, SimpleType.DYN);
            case MULTI_CHOICE, FILE -> ListType.create(SimpleType.STRING);
            case TEXT, DATE, CHOICE, REFERENCE -> SimpleType.STRING;
        };
    }

    private static Object celValue(Object value) {
        return switch (value) {
            case BigDecimal number -> number.doubleValue();
            case Money money -> Map.of("currency", money.currency(), "minor", money.minor());
            case List<?> several ->
                several.stream()
                        .map(one -> one instanceof StoredFile file ? file.name() : one)
                        .toList();
            default -> value;
        };
    }

    private static Object sample(FieldType type) {
        return switch (type) {
            case NUMBER -> 1.0;
            case MONEY -> Map.of("currency", "CNY", "minor", 100L);
            case MULTI_CHOICE, FILE -> List.of("a");
            case DATE -> "2026-01-01";
            case TEXT, CHOICE, REFERENCE -> "a";
        };
    }
}
