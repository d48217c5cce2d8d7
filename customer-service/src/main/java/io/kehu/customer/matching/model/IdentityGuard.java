package io.kehu.customer.matching.model;

import io.kehu.customer.matching.model.FieldModel.Role;
import java.util.List;

/**
 * Keeps households apart. The members of a family, or the staff of a firm, share address, phone and surname all at once, which a model of
 * independent fields takes for overwhelming proof. So what is shared counts only where something that belongs to the person agrees too.
 */
final class IdentityGuard {

    /** From here on the person's own values agree well enough for shared ones to count in full. */
    private static final int CONVINCING = 2;

    private final Role[] roles;
    private final boolean persons;
    private final boolean places;

    IdentityGuard(List<FieldModel> fields) {
        this.roles = fields.stream().map(FieldModel::role).toArray(Role[]::new);
        this.persons = fields.stream().map(FieldModel::role).anyMatch(IdentityGuard::isOwn);
        this.places = fields.stream().map(FieldModel::role).anyMatch(Role.PLACE::equals);
    }

    /** Whether the person's own values do not speak for a match: then it does not matter what else agrees. */
    boolean forbids(long pattern) {
        return persons && evidence(pattern) <= 0;
    }

    boolean isConvinced(long pattern) {
        return !persons || evidence(pattern) >= CONVINCING;
    }

    boolean isShared(int field) {
        return roles[field] == Role.SHARED;
    }

    /** The pattern as far as it counts: without places where the person is not convincing, because a household always shares them. */
    long counted(long pattern) {
        if (!places || isConvinced(pattern)) {
            return pattern;
        }
        long counted = 0;
        for (int field = 0; field < roles.length; field++) {
            Agreement level = roles[field] == Role.PLACE ? Agreement.MISSING : LevelPattern.level(pattern, field);
            counted = LevelPattern.with(counted, field, level);
        }
        return counted;
    }

    /** Points for and against by the values that belong to the person. */
    private int evidence(long pattern) {
        int points = 0;
        for (int field = 0; field < roles.length; field++) {
            if (isOwn(roles[field])) {
                points += points(LevelPattern.level(pattern, field), roles[field] == Role.IDENTIFIER);
            }
        }
        return points;
    }

    private static boolean isOwn(Role role) {
        return role == Role.PERSON || role == Role.IDENTIFIER;
    }

    private static int points(Agreement level, boolean identifier) {
        return switch (level) {
            case EXACT -> identifier ? 4 : 2;
            case EQUIVALENT -> identifier ? 3 : 2;
            case CLOSE -> identifier ? 2 : 1;
            case WEAK -> -1;
            case DIFFERENT -> -2;
            case MISSING -> 0;
        };
    }
}
