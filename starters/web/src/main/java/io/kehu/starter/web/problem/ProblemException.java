package io.kehu.starter.web.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ends a request with a problem of a catalogue. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ProblemType type;
    private final transient Object[] arguments;
    private final transient List<FieldProblem> errors;
    private final transient Map<String, @Nullable Object> extensions = new LinkedHashMap<>();
    private @Nullable Duration retryAfter;

    /**
     * @param type entry of the catalogue
     * @param arguments values for the placeholders of the catalogue's detail text; never personal data
     */
    public ProblemException(ProblemType type, Object... arguments) {
        this(type, List.of(), arguments);
    }

    public ProblemException(ProblemType type, List<FieldProblem> errors, Object... arguments) {
        super(type.slug(), null, false, true);
        this.type = type;
        this.arguments = arguments.clone();
        this.errors = List.copyOf(errors);
    }

    /** One field refused by a rule that no annotation can express; its text is {@code field.<code>} of the bundles. */
    public static ProblemException field(String pointer, String code) {
        return new ProblemException(CommonProblem.INVALID_FIELDS, List.of(new FieldProblem(pointer, code)));
    }

    /** Adds a member of the problem document. */
    public ProblemException with(String name, @Nullable Object value) {
        extensions.put(name, value);
        return this;
    }

    public ProblemException retryAfter(Duration duration) {
        this.retryAfter = duration;
        return this;
    }

    public ProblemType type() {
        return type;
    }

    Object[] arguments() {
        return arguments;
    }

    List<FieldProblem> errors() {
        return errors;
    }

    Map<String, @Nullable Object> extensions() {
        return extensions;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
