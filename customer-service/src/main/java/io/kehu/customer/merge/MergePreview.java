package io.kehu.customer.merge;

import io.kehu.customer.customer.web.CustomerView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;

/**
 * What a merge would do; nothing has been changed.
 *
 * @param possible whether every service was asked and none objects
 * @param record what the survivor would become, masked by role as always
 * @param versions by number, of the records this is about: hand them back with the merge
 * @param from by field, the record whose value would stay
 * @param contested fields of which the records know different values, and the records that know one; choose among them with `choices`
 * @param consentsLost how many consents end, because consent only shrinks
 * @param services what would move in each of them
 */
record MergePreview(
        boolean possible,
        CustomerView record,
        @Schema(example = "{\"C00000000135\": 3}") Map<String, Long> versions,

        @Schema(example = "{\"fullName\": \"C00000000135\"}")
        Map<String, String> from,

        @Schema(example = "{\"fullName\": [\"C00000000135\", \"C00000000232\"]}")
        Map<String, List<String>> contested,

        @Schema(example = "1") int consentsLost,
        List<ServicePreview> services) {

    /**
     * One service's part.
     *
     * @param available whether it could be asked
     * @param refusals codes of what stands in the way
     */
    record ServicePreview(
            MergeStep step,
            boolean available,
            List<TakenStep.Item> items,
            @Schema(example = "[\"LOSER_SUSPENDED\"]") List<String> refusals) {}
}
