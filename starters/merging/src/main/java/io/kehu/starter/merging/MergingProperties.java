package io.kehu.starter.merging;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the merging starter.
 *
 * @param path where the operations are, such as {@code /loyalty/v1}; without it there are none
 */
@ConfigurationProperties("kehu.merging")
public record MergingProperties(@Nullable String path) {

    public MergingProperties {
        if (path != null && !path.matches("/[a-z]+/v[0-9]+")) {
            throw new IllegalArgumentException("kehu.merging.path is like /loyalty/v1, not: " + path);
        }
    }
}
