package io.kehu.loyalty.tier;

import io.kehu.loyalty.ledger.QualifyingPoints;
import io.kehu.loyalty.program.Program;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Says who would be in another tier if other points had been earned. Reads only. */
@Component
public class TierForecasts {

    private final TierSchemes schemes;
    private final QualifyingPoints qualifying;
    private final Clock clock;

    TierForecasts(TierSchemes schemes, QualifyingPoints qualifying, Clock clock) {
        this.schemes = schemes;
        this.qualifying = qualifying;
        this.clock = clock;
    }

    /** How many members would go where. */
    public record Moves(long up, long down) {

        public Moves plus(Moves other) {
            return new Moves(up + other.up, down + other.down);
        }
    }

    /** For the period that is running. */
    public final class Forecast {

        private final Program program;
        private final TierScheme scheme;
        private final LocalDate today;

        private Forecast(Program program, TierScheme scheme, LocalDate today) {
            this.program = program;
            this.scheme = scheme;
            this.today = today;
        }

        /** Purchases before do not qualify any more. */
        public Instant from() {
            return scheme.period().firstDay(today).atStartOfDay(program.zone()).toInstant();
        }

        /**
         * By what qualifies alone, without grace and reviews.
         *
         * @param changes points more or fewer than were earned, by living number
         */
        public Moves moves(Map<String, Long> changes) {
            Map<String, Long> points = qualifying.of(
                    program.code(), changes.keySet(), scheme.period().firstDay(today), today);
            long up = 0;
            long down = 0;
            for (Map.Entry<String, Long> change : changes.entrySet()) {
                long now = points.getOrDefault(change.getKey(), 0L);
                int rank = scheme.fit(now).rank();
                int then = scheme.fit(Math.max(0, now + change.getValue())).rank();
                up += then > rank ? 1 : 0;
                down += then < rank ? 1 : 0;
            }
            return new Moves(up, down);
        }
    }

    /** Empty unless the programme has tiers that points qualify for. */
    public Optional<Forecast> of(Program program) {
        return schemes.current(program.code())
                .filter(scheme -> scheme.basis() == TierScheme.Basis.POINTS)
                .map(scheme -> new Forecast(
                        program, scheme, clock.instant().atZone(program.zone()).toLocalDate()));
    }
}
