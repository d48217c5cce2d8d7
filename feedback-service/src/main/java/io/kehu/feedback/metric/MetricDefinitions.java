package io.kehu.feedback.metric;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code metric_definition}. */
@Repository
class MetricDefinitions {

    private final JdbcClient jdbc;
    private final JsonMapper mapper;

    MetricDefinitions(JdbcClient jdbc, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
    }

    /** @param version null for the latest */
    Optional<MetricDefinition> find(String metric, @Nullable Integer version) {
        return jdbc.sql("""
                        SELECT * FROM metric_definition
                        WHERE metric = :metric AND version = coalesce(:version::integer, version)
                        ORDER BY version DESC LIMIT 1
                        """)
                .param("metric", metric)
                .param("version", version)
                .query((row, number) -> new MetricDefinition(
                        row.getString("metric"),
                        row.getInt("version"),
                        row.getString("formula"),
                        row.getInt("scale_min"),
                        row.getInt("scale_max"),
                        mapper.readValue(row.getString("buckets"), new TypeReference<>() {})))
                .optional();
    }
}
