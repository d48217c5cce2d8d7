package io.kehu.identity.scheme;

import io.kehu.identity.IdentityProblem;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scheme as an administrator writes it.
 *
 * @param code short upper-case name
 * @param name for people, any language
 * @param template such as <code>C-{seq:9}-{check}</code>
 * @param check algorithm of the check characters
 * @param order in which the sequences become numbers; SEQUENTIAL when missing
 * @param partitioning what has a counter of its own; NONE when missing
 * @param zone IANA time zone that decides the year of a number; Asia/Shanghai when missing
 */
public record SchemeDefinition(
        @Schema(example = "SHOP") @NotNull @Pattern(regexp = SchemeCode.PATTERN)
        String code,

        @Schema(example = "门店 / shops") @NotBlank @Size(max = 100)
        String name,

        @Schema(example = "S-{branch:4}-{seq:8}-{check}") @NotBlank @Size(max = 100)
        String template,

        @NotNull CheckAlgorithm check,
        NumberOrder.@Nullable Kind order,
        Scheme.@Nullable Partitioning partitioning,

        @Schema(example = "Asia/Shanghai") @Size(max = 50) @Nullable
        String zone) {

    private static final String DEFAULT_ZONE = "Asia/Shanghai";

    /**
     * With a new secret where numbers are scrambled.
     *
     * @throws ProblemException 422 when the template cannot make numbers
     */
    public Scheme toScheme() {
        try {
            Template parsed = Template.parse(template, check);
            return new Scheme(
                    new SchemeCode(code),
                    name,
                    parsed,
                    check,
                    order == NumberOrder.Kind.SCRAMBLED
                            ? ScrambledOrder.withNewKey(parsed.capacity())
                            : new SequentialOrder(),
                    partitioning == null ? Scheme.Partitioning.NONE : partitioning,
                    ZoneId.of(zone == null ? DEFAULT_ZONE : zone),
                    Scheme.State.ACTIVE);
        } catch (Template.TemplateException e) {
            throw new ProblemException(
                    IdentityProblem.TEMPLATE_INVALID, List.of(new FieldProblem(e.pointer(), e.code())));
        } catch (DateTimeException e) {
            throw ProblemException.field("/zone", "zone");
        }
    }
}
