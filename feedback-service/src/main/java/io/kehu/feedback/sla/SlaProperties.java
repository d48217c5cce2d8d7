package io.kehu.feedback.sla;

import jakarta.validation.Valid;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of deadlines.
 *
 * @param policy code of the policy complaints are measured by
 * @param policies defined at the first start where their codes do not exist
 */
@Validated
@ConfigurationProperties("kehu.feedback.sla")
record SlaProperties(
        @DefaultValue("STANDARD") String policy,
        @DefaultValue List<@Valid SlaPolicyDefinition> policies) {}
