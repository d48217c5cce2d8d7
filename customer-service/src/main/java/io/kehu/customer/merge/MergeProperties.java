package io.kehu.customer.merge;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of merges.
 *
 * @param undoWindow how long a merge can be taken back
 */
@Validated
@ConfigurationProperties("kehu.customer.merge")
record MergeProperties(@NotNull Duration undoWindow) {}
