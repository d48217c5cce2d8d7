package io.kehu.identity.scheme;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of identity-service.
 *
 * @param schemes defined at the first start where they do not exist
 */
@ConfigurationProperties("kehu.identity")
record IdentityProperties(@DefaultValue List<SchemeDefinition> schemes) {}
