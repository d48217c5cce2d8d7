package io.kehu.gateway.route;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the gateway.
 *
 * @param services where the services are
 * @param connectionsPerService requests one service may have in work for us; more wait a moment and are then told 503, so that a slow
 *     service does not take the whole gateway with it
 */
@ConfigurationProperties("kehu.gateway")
record GatewayProperties(
        Services services, @DefaultValue("256") int connectionsPerService) {

    /** Base address of each service. */
    record Services(URI customer, URI identity, URI loyalty, URI feedback, URI notification) {}
}
