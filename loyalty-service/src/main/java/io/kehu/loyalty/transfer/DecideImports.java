package io.kehu.loyalty.transfer;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** A second person lets an import in; anybody who may, also who brought it, rejects it. In the caller's transaction. */
@Component
class DecideImports {

    private final ImportTable imports;
    private final ImportRowTable rows;
    private final AuditTrail audit;
    private final Clock clock;

    DecideImports(ImportTable imports, ImportRowTable rows, AuditTrail audit, Clock clock) {
        this.imports = imports;
        this.rows = rows;
        this.audit = audit;
        this.clock = clock;
    }

    PointsImport approve(UUID id, String actor) {
        PointsImport asked = required(id);
        if (asked.state() == PointsImport.State.WAITING && asked.uploadedBy().equals(actor)) {
            throw new ProblemException(LoyaltyProblem.SECOND_PERSON_NEEDED);
        }
        return decided(asked, PointsImport.State.BOOKING, actor, "points-import.approve");
    }

    PointsImport reject(UUID id, String actor) {
        PointsImport rejected = decided(required(id), PointsImport.State.REJECTED, actor, "points-import.reject");
        rows.reject(id);
        return rejected;
    }

    PointsImport required(UUID id) {
        return imports.find(id).orElseThrow(() -> new ProblemException(LoyaltyProblem.POINTS_IMPORT_NOT_FOUND));
    }

    private PointsImport decided(PointsImport asked, PointsImport.State state, String actor, String action) {
        if (!imports.decide(asked.id(), state, actor, clock.instant().truncatedTo(ChronoUnit.MICROS))) {
            throw new ProblemException(LoyaltyProblem.POINTS_IMPORT_DECIDED)
                    .with("state", required(asked.id()).state());
        }
        audit.record(AuditEntry.of(action, asked.program() + "/" + asked.id()));
        return required(asked.id());
    }
}
