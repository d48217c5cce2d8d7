package io.kehu.starter.web.problem;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says where and why a JSON body was not understood, without quoting its values. */
final class JsonProblems {

    private JsonProblems() {}

    /** The place and reason, or null when the text is no JSON at all. */
    static @Nullable FieldProblem explain(JacksonException failure) {
        String code = code(failure);
        if (code == null) {
            return null;
        }
        return new FieldProblem(pointer(failure.getPath()), code);
    }

    private static @Nullable String code(JacksonException failure) {
        return switch (failure) {
            case UnrecognizedPropertyException unknown -> "unknown";
            case InvalidNullException missing -> "required";
            case InvalidFormatException format -> "format";
            case StreamConstraintsException limit -> "limit";
            case MismatchedInputException mismatch -> isMissing(mismatch) ? "required" : "type";
            default -> failure.getPath().isEmpty() ? null : "invalid";
        };
    }

    /** A number or truth value that is null or not there at all; nothing but Jackson's text tells it from one of the wrong type. */
    private static boolean isMissing(MismatchedInputException mismatch) {
        return mismatch.getTargetType() != null
                && mismatch.getTargetType().isPrimitive()
                && mismatch.getOriginalMessage().startsWith("Cannot map `null`");
    }

    static String pointer(List<Reference> path) {
        StringBuilder pointer = new StringBuilder();
        for (Reference step : path) {
            pointer.append('/');
            String name = step.getPropertyName();
            pointer.append(name == null ? Integer.toString(step.getIndex()) : escape(name));
        }
        return pointer.toString();
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
