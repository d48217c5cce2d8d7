package io.kehu.starter.erasing;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the erasing starter.
 *
 * @param path where the operations are, such as {@code /loyalty/v1}; without it there are none
 */
@ConfigurationProperties("kehu.erasing")
public record ErasingProperties(@Nullable String path) {

    public ErasingProperties {
        if (path != null && !path.matches("/[a-z]+/v[0-9]+")) {
            throw new IllegalArgumentException("kehu.erasing.path is like /loyalty/v1, not: " + path);
        }
    }
}
