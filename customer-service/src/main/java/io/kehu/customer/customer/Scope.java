package io.kehu.customer.customer;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which customers somebody may touch. Every query that a person can cause carries one.
 *
 * @param everything whether nothing is foreign
 * @param self the one customer that somebody is
 * @param subject who may own customers
 * @param teams whose customers count as theirs
 * @param pools where they see what nobody owns
 */
public record Scope(
        boolean everything,
        @Nullable CustomerNumber self,
        @Nullable String subject,
        List<String> teams,
        List<String> pools) {

    private static final Scope EVERYTHING = new Scope(true, null, null, List.of(), List.of());
    private static final Scope NOTHING = new Scope(false, null, null, List.of(), List.of());

    public Scope {
        teams = List.copyOf(teams);
        pools = List.copyOf(pools);
    }

    public static Scope ofEverything() {
        return EVERYTHING;
    }

    public static Scope ofNothing() {
        return NOTHING;
    }

    public static Scope ofSelf(CustomerNumber number) {
        return new Scope(false, number, null, List.of(), List.of());
    }

    public static Scope ofStaff(String subject, List<String> teams, List<String> pools) {
        return new Scope(false, null, subject, teams, pools);
    }

    /** A condition over the table {@code customer} as {@code c}, to be used with {@link #parameters()}. */
    public String condition() {
        return everything ? "TRUE" : """
                (c.number = :scopeSelf OR c.owner = :scopeSubject OR c.team = ANY (:scopeTeams)
                    OR (c.owner IS NULL AND c.team IS NULL AND c.pool = ANY (:scopePools)))
                """;
    }

    public Map<String, ?> parameters() {
        if (everything) {
            return Map.of();
        }
        // No customer number and no subject is empty, so empty stands for nobody.
        return Map.of(
                "scopeSelf",
                self == null ? "" : self.value(),
                "scopeSubject",
                subject == null ? "" : subject,
                "scopeTeams",
                teams.toArray(String[]::new),
                "scopePools",
                pools.toArray(String[]::new));
    }
}
