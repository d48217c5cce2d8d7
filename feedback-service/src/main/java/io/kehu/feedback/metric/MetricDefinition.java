package io.kehu.feedback.metric;

import io.kehu.feedback.survey.ScoreCounts.Bucket;
import java.util.Map;

/**
 * How a score is computed.
 *
 * @param metric which score
 * @param version of the way to compute it; a published score names it
 * @param formula for people
 * @param scaleMin smallest answer
 * @param scaleMax largest answer
 * @param buckets which answers count as what
 */
record MetricDefinition(
        String metric, int version, String formula, int scaleMin, int scaleMax, Map<String, Bucket> buckets) {

    Bucket bucket(String name) {
        Bucket bucket = buckets.get(name);
        if (bucket == null) {
            throw new IllegalStateException(metric + " v" + version + " has no bucket " + name);
        }
        return bucket;
    }
}
