package io.kehu.customer.staff;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who works with customers.
 *
 * @param subject of their tokens
 * @param reach null for what their role says
 * @param teams codes in order; customers they register belong to the first one
 */
public record StaffMember(
        @Schema(example = "9c1e2f60-5a3b-4c7d-8e21-0f6b7a9d1c34")
        String subject,

        @Nullable Reach reach,
        @Schema(example = "[\"SOUTH\", \"VIP\"]") List<String> teams) {

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
