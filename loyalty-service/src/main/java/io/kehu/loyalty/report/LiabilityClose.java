package io.kehu.loyalty.report;

import io.kehu.loyalty.program.Program;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The liability of a month for the books.
 *
 * @param worth what its values were worked out with
 * @param months by the month points were earned in, oldest first
 * @param ledgerPoints points of all members by the postings of the ledger at its end
 * @param owed points members owe at its end
 * @param previousHash of the close before; missing for the first one
 * @param hash of a signed one
 */
record LiabilityClose(
        UUID id,
        String program,
        YearMonth month,
        State state,
        Program.Worth worth,
        List<LiabilityMonth> months,
        long ledgerPoints,
        long owed,
        String proposedBy,
        Instant proposedAt,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable String previousHash,
        @Nullable String hash) {

    /** Decided once. */
    enum State {
        PROPOSED,
        SIGNED,
        REFUSED
    }

    static LiabilityClose proposed(
            UUID id, Program program, YearMonth month, LiabilityReport report, String actor, Instant now) {
        return new LiabilityClose(
                id,
                program.code(),
                month,
                State.PROPOSED,
                program.worth(),
                report.months(),
                report.ledgerPoints(),
                report.owed(),
                actor,
                now,
                null,
                null,
                null,
                null);
    }

    LiabilityClose with(List<LiabilityMonth> lines) {
        return new LiabilityClose(
                id,
                program,
                month,
                state,
                worth,
                lines,
                ledgerPoints,
                owed,
                proposedBy,
                proposedAt,
                decidedBy,
                decidedAt,
                previousHash,
                hash);
    }

    LiabilityMonth total() {
        return months.stream().reduce(LiabilityMonth.NONE, LiabilityMonth::plus);
    }
}
