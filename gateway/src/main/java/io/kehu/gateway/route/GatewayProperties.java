package io.kehu.gateway.route;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the gateway.
 *
 * @param services where the services are
 */
@ConfigurationProperties("kehu.gateway")
record GatewayProperties(Services services) {

    /** Base address of each service. */
    record Services(URI customer, URI identity, URI loyalty, URI feedback, URI notification) {}
}
