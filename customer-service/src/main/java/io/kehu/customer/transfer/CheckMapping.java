package io.kehu.customer.transfer;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.catalogue.ImportedFields;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Whether rows can be read with a mapping, custom fields included. */
@Component
class CheckMapping {

    private final ImportedFields customFields;

    CheckMapping(ImportedFields customFields) {
        this.customFields = customFields;
    }

    /** @throws ProblemException 422 with the reason */
    void verify(ColumnMapping mapping, List<String> columns) {
        mapping.fault(columns).ifPresent(fault -> {
            throw invalid("mapping-" + fault.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        });
        if (!mapping.customFields().stream().allMatch(customFields::takes)) {
            throw invalid("custom-not-importable");
        }
    }

    private static ProblemException invalid(String code) {
        return new ProblemException(
                CustomerProblem.IMPORT_MAPPING_INVALID, List.of(new FieldProblem("/columns", code)));
    }
}
