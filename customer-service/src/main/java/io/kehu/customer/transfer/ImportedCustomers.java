package io.kehu.customer.transfer;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.Restriction;
import io.kehu.starter.web.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Which customers an import created or changed, for lists that are narrowed to them. */
@Component
public class ImportedCustomers {

    private final ImportJobs jobs;

    ImportedCustomers(ImportJobs jobs) {
        this.jobs = jobs;
    }

    /** @throws ProblemException 404 when there is no such import, 410 when nobody remembers any more what it touched */
    public Restriction touchedBy(UUID importId) {
        if (jobs.required(importId).forgottenAt() != null) {
            throw new ProblemException(CustomerProblem.IMPORT_FORGOTTEN);
        }
        return new Restriction(
                List.of("c.number IN (SELECT b.number FROM import_row_before b WHERE b.import_id = :touchedByImport)"),
                Map.of("touchedByImport", importId));
    }
}
