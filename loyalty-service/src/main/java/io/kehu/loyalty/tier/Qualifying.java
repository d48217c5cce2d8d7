package io.kehu.loyalty.tier;

import io.kehu.loyalty.ledger.QualifyingPoints;
import io.kehu.loyalty.program.Program;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What qualifies, in the period a moment is in. */
@Component
class Qualifying {

    private final QualifyingPoints points;
    private final SpendSource spend;

    Qualifying(QualifyingPoints points, SpendSource spend) {
        this.points = points;
        this.spend = spend;
    }

    /** By member; without those that have nothing. */
    Map<String, Long> of(Program program, TierScheme scheme, Collection<String> members, Instant at) {
        LocalDate day = at.atZone(program.zone()).toLocalDate();
        LocalDate first = scheme.period().firstDay(day);
        return switch (scheme.basis()) {
            case POINTS -> points.of(program.code(), members, first, day);
            case SPEND ->
                spend.spend(
                        members,
                        first.atStartOfDay(program.zone()).toInstant(),
                        day.plusDays(1).atStartOfDay(program.zone()).toInstant());
        };
    }
}
