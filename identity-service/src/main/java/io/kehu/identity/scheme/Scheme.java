package io.kehu.identity.scheme;

import io.kehu.identity.IdentityProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A way of numbering: look, check, counters. Everything that decides about a number's characters never changes. */
public record Scheme(
        SchemeCode code,
        String name,
        Template template,
        CheckAlgorithm check,
        Partitioning partitioning,
        ZoneId zone,
        State state) {

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
    }

    public void mustIssue() {
        if (state != State.ACTIVE) {
            throw new ProblemException(IdentityProblem.SCHEME_NOT_ACTIVE, state);
        }
    }

    /** What the template's parts become for a number issued now. */
    public Template.Context context(Instant now, @Nullable String branch) {
        int width = template.branchWidth();
        if (width > 0 && (branch == null || !branch.matches("\\d{" + width + "}"))) {
            throw new ProblemException(IdentityProblem.BRANCH_REQUIRED, width);
        }
        ZonedDateTime local = now.atZone(zone);
        return new Template.Context(local.getYear(), local.getMonthValue(), branch == null ? "" : branch);
    }

    /** The number of a sequence. */
    public Template.Formatted format(long sequence, Template.Context context) {
        return template.format(sequence, context);
    }

    /** What a canonical number says; empty when it does not have the shape of this scheme's numbers. */
    public Optional<Template.Parsed> read(String canonicalNumber) {
        return template.read(canonicalNumber);
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
}
