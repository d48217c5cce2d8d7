package io.kehu.customer.staff;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who works with customers.
 *
 * @param subject of their tokens
 * @param reach null for what their role says
 * @param teams codes in order; customers they register belong to the first one
 */
public record StaffMember(String subject, @Nullable Reach reach, List<String> teams) {

    public StaffMember {
        teams = List.copyOf(teams);
    }

    /** Somebody nobody has said anything about. */
    public static StaffMember unknown(String subject) {
        return new StaffMember(subject, null, List.of());
    }

    /** Where customers they register belong. */
    public @Nullable String homeTeam() {
        return teams.isEmpty() ? null : teams.getFirst();
    }
}
