package io.kehu.starter.web.version;

import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Applies merge patches to editable records, with the same strictness as a whole body. */
public final class MergePatches {

    private final JsonMapper mapper;
    private final Validator validator;

    public MergePatches(JsonMapper mapper, Validator validator) {
        this.mapper = mapper;
        this.validator = validator;
    }

    /** @return the record after the patch, validated; unknown members and broken rules end the request with 400 */
    public <T> T apply(MergePatch patch, T current, Class<T> type) {
        T changed = read(patch, current, type);
        Set<ConstraintViolation<T>> violations = validator.validate(changed);
        if (!violations.isEmpty()) {
            throw new ProblemException(
                    CommonProblem.INVALID_FIELDS,
                    violations.stream().map(MergePatches::fieldProblem).toList());
        }
        return changed;
    }

    private <T> T read(MergePatch patch, T current, Class<T> type) {
        try {
            return mapper.treeToValue(patch.appliedTo(mapper.valueToTree(current)), type);
        } catch (JacksonException e) {
            String pointer = e.getPath().isEmpty()
                    ? ""
                    : "/" + String.valueOf(e.getPath().getFirst().getPropertyName());
            throw ProblemException.field(pointer, "patch");
        }
    }

    private static FieldProblem fieldProblem(ConstraintViolation<?> violation) {
        String rule = violation
                .getConstraintDescriptor()
                .getAnnotation()
                .annotationType()
                .getSimpleName();
        return new FieldProblem(
                "/" + violation.getPropertyPath().toString().replace('.', '/'),
                rule.toLowerCase(Locale.ROOT),
                violation.getMessage());
    }
}
