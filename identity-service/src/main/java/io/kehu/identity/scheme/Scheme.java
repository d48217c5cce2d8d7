package io.kehu.identity.scheme;

import io.kehu.identity.IdentityProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A way of numbering: look, check, order, counters. Everything that decides about a number's characters never changes.
 *
 * @param alertFree a counter with at most so many numbers left is low; null for the part that the settings of the service say
 * @param version moves with name, state and alertFree
 */
public record Scheme(
        SchemeCode code,
        String name,
        Template template,
        CheckAlgorithm check,
        NumberOrder order,
        Partitioning partitioning,
        ZoneId zone,
        State state,
        @Nullable Long alertFree,
        long version) {

    /** What has a counter of its own. */
    public enum Partitioning {
        /** One counter for all. */
        NONE,
        /** A counter per calendar year in the scheme's zone. */
        YEAR,
        /** A counter per branch. */
        BRANCH
    }

    /** Whether numbers are issued. */
    public enum State {
        DRAFT,
        ACTIVE,
        FROZEN
    }

    public Scheme {
        if (partitioning == Partitioning.YEAR && !template.hasYear()) {
            throw new Template.TemplateException("template-year-missing");
        }
        if (partitioning == Partitioning.BRANCH && template.branchWidth() == 0) {
            throw new Template.TemplateException("template-branch-missing");
        }
        if (order instanceof ScrambledOrder scrambled && scrambled.capacity() != template.capacity()) {
            throw new IllegalArgumentException("An order covers the template's capacity.");
        }
    }

    /** A new one. */
    Scheme(
            SchemeCode code,
            String name,
            Template template,
            CheckAlgorithm check,
            NumberOrder order,
            Partitioning partitioning,
            ZoneId zone,
            State state) {
        this(code, name, template, check, order, partitioning, zone, state, null, 1);
    }

    public void mustIssue() {
        if (state != State.ACTIVE) {
            throw new ProblemException(IdentityProblem.SCHEME_NOT_ACTIVE, state);
        }
    }

    /** What the template's parts become for a number issued now. */
    public Template.Context context(Instant now, @Nullable String branch) {
        int width = template.branchWidth();
        if (width > 0 && (branch == null || !isBranch(branch, width))) {
            throw new ProblemException(IdentityProblem.BRANCH_REQUIRED, width);
        }
        ZonedDateTime local = now.atZone(zone);
        return new Template.Context(local.getYear(), local.getMonthValue(), branch == null ? "" : branch);
    }

    /** For the numbers of one context; worth making for more than one number. */
    public NumberFormatter formatter(Template.Context context) {
        return new NumberFormatter(template.layout(context), order, partition(context));
    }

    /** The number of a sequence. */
    public Template.Formatted format(long sequence, Template.Context context) {
        return formatter(context).format(sequence);
    }

    /** What a canonical number says; empty when it does not have the shape of this scheme's numbers. */
    public Optional<Template.Parsed> read(String canonicalNumber) {
        return template.read(canonicalNumber)
                .map(number -> number.withSequence(order.sequence(number.sequence(), partition(number))));
    }

    /** How many numbers each partition has, and so its last sequence. */
    public long capacity() {
        return template.capacity();
    }

    /** The counter of a number issued now. */
    public String partition(Template.Context context) {
        return switch (partitioning) {
            case NONE -> "";
            case YEAR -> Integer.toString(context.year());
            case BRANCH -> context.branch();
        };
    }

    /** The partition a number of this scheme says it belongs to. */
    public String partition(Template.Parsed number) {
        return switch (partitioning) {
            case NONE -> "";
            case YEAR -> number.year();
            case BRANCH -> number.branch();
        };
    }

    /** Year, month and branch of a number as far as its partition does not say them: numbers of one sequence that differ here are two. */
    public String parts(Template.Parsed number) {
        return (partitioning == Partitioning.YEAR ? "" : number.year())
                + number.month()
                + (partitioning == Partitioning.BRANCH ? "" : number.branch());
    }

    Scheme with(String newName, State newState, @Nullable Long newAlertFree, long newVersion) {
        return new Scheme(
                code, newName, template, check, order, partitioning, zone, newState, newAlertFree, newVersion);
    }

    private static boolean isBranch(String text, int width) {
        return text.length() == width && text.chars().allMatch(symbol -> symbol >= '0' && symbol <= '9');
    }
}
