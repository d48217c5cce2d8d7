package io.kehu.customer.matching;

import io.kehu.customer.matching.model.Agreement;
import io.kehu.customer.matching.model.FieldEvidence;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * How one field of two records agrees; names no value.
 *
 * @param field name of the field in the record
 * @param level how well the values agree
 * @param weight bits of evidence: positive for, negative against one person
 */
record EvidenceView(
        @Schema(example = "phone") String field,
        Agreement level,
        @Schema(example = "8.42") double weight) {

    static List<EvidenceView> of(List<FieldEvidence> evidence) {
        return evidence.stream()
                .map(one -> new EvidenceView(one.field(), one.level(), Math.round(one.weight() * 100) / 100.0))
                .toList();
    }
}
